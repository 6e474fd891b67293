-- What a page is about, and from which score on a page with this label waits for a review.
CREATE TABLE labels (label TEXT PRIMARY KEY, name TEXT NOT NULL, hold_from INTEGER NOT NULL);
-- Decisions of Trust and Safety on hold_from.
CREATE TABLE decisions (label TEXT NOT NULL REFERENCES labels, hold_from INTEGER NOT NULL,
    decided_on TEXT NOT NULL, decided_by TEXT NOT NULL);
-- score is from the scorer, 0 to 100.
CREATE TABLE pages (page TEXT PRIMARY KEY, title TEXT NOT NULL, label TEXT NOT NULL REFERENCES labels,
    score INTEGER NOT NULL, scored_on TEXT NOT NULL);
-- From members.
CREATE TABLE reports (report TEXT PRIMARY KEY, page TEXT NOT NULL REFERENCES pages, raised_on TEXT NOT NULL,
    reason TEXT NOT NULL);
-- Written by the reviewers. finding is release or no ads.
CREATE TABLE reviews (review TEXT PRIMARY KEY, page TEXT NOT NULL REFERENCES pages, finding TEXT NOT NULL,
    note TEXT NOT NULL, reviewer TEXT NOT NULL, reviewed_on TEXT NOT NULL);
-- Page views expected in a week.
CREATE TABLE forecasts (week TEXT NOT NULL, page TEXT NOT NULL REFERENCES pages, views INTEGER NOT NULL,
    PRIMARY KEY (week, page));
-- kind is guaranteed, network or house; goal is in views a week; labels empty means any.
CREATE TABLE campaigns (campaign TEXT PRIMARY KEY, advertiser TEXT NOT NULL, kind TEXT NOT NULL,
    goal INTEGER, labels TEXT NOT NULL, starts_on TEXT NOT NULL, ends_on TEXT);
-- One campaign a page and week.
CREATE TABLE schedule (week TEXT NOT NULL, page TEXT NOT NULL REFERENCES pages,
    campaign TEXT NOT NULL REFERENCES campaigns, PRIMARY KEY (week, page));
CREATE TABLE publications (week TEXT NOT NULL, version INTEGER NOT NULL, pages INTEGER NOT NULL,
    published_at TEXT NOT NULL, PRIMARY KEY (week, version));
CREATE TABLE fill_reports (week TEXT NOT NULL, version INTEGER NOT NULL, fill REAL NOT NULL, delivery REAL NOT NULL,
    blank REAL NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL, PRIMARY KEY (week, version));
