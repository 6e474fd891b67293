-- Our services by region; ours_until is empty while they are ours.
CREATE TABLE services (region INTEGER NOT NULL, service TEXT NOT NULL, countries TEXT NOT NULL,
    operated_by TEXT NOT NULL, ours_since TEXT NOT NULL, ours_until TEXT, PRIMARY KEY (region, service));
-- Active accounts by month, loaded by Data.
CREATE TABLE accounts (region INTEGER NOT NULL, month TEXT NOT NULL, under_18 INTEGER NOT NULL, adult INTEGER NOT NULL,
    PRIMARY KEY (region, month));
-- The first four are headings of the report.
CREATE TABLE categories (category TEXT PRIMARY KEY, meaning TEXT NOT NULL);
-- What the moderators label a case with; category is empty where it depends on the finding.
CREATE TABLE labels (label TEXT PRIMARY KEY, used_by TEXT NOT NULL, meaning TEXT NOT NULL, category TEXT NOT NULL);
-- Cases about users under 18. Moderation fills everything but category and categorised_on. outcome is upheld or not
-- upheld; category is empty for cases that were not upheld or have none yet; told_on is when the reporter was told.
CREATE TABLE incidents (incident TEXT PRIMARY KEY, region INTEGER NOT NULL, reported_on TEXT NOT NULL,
    reported_by TEXT NOT NULL, label TEXT NOT NULL REFERENCES labels, finding TEXT NOT NULL, outcome TEXT NOT NULL,
    action TEXT NOT NULL, hours REAL NOT NULL, told_on TEXT,
    category TEXT NOT NULL DEFAULT '' CHECK (category IN ('', 'contact', 'bullying', 'spending', 'details',
        'advertising', 'account')), categorised_on TEXT);
-- Upheld cases of earlier quarters; the cases themselves are deleted when the next report is in.
CREATE TABLE past_counts (quarter TEXT NOT NULL, region INTEGER NOT NULL, category TEXT NOT NULL, incidents INTEGER NOT NULL,
    PRIMARY KEY (quarter, region, category));
-- What a quarter's report counts.
CREATE TABLE recipes (quarter TEXT PRIMARY KEY, regions TEXT NOT NULL, categories TEXT NOT NULL, made_at TEXT NOT NULL);
-- Reports to the Commission; sent_at is empty for a draft.
CREATE TABLE reports (quarter TEXT NOT NULL, version INTEGER NOT NULL, recipe TEXT NOT NULL, regions TEXT NOT NULL,
    contact INTEGER, bullying INTEGER, spending INTEGER, details INTEGER, uncategorised INTEGER NOT NULL,
    incidents INTEGER NOT NULL, accounts INTEGER NOT NULL, per_10000 REAL NOT NULL, within_24h_pct REAL NOT NULL,
    told_pct REAL NOT NULL, remark TEXT NOT NULL, made_at TEXT NOT NULL, sent_at TEXT, PRIMARY KEY (quarter, version));
