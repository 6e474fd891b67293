CREATE TABLE sites (site TEXT PRIMARY KEY, name TEXT NOT NULL, town TEXT, country TEXT NOT NULL,
    makes TEXT, workers INTEGER NOT NULL, contact TEXT, status TEXT NOT NULL, since TEXT NOT NULL,
    left_on TEXT);
-- Audit reports (A-) and the sites' own questionnaires (Q-). The hours are empty until they are read.
CREATE TABLE papers (paper TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites, kind TEXT NOT NULL,
    dated TEXT NOT NULL, arrived TEXT NOT NULL, weeks INTEGER, highest REAL, over_60 INTEGER,
    no_day_off INTEGER, read_on TEXT, read_by TEXT);
CREATE TABLE ratings (card TEXT NOT NULL, site TEXT NOT NULL REFERENCES sites, rating TEXT NOT NULL,
    paper TEXT REFERENCES papers, rated_on TEXT NOT NULL, PRIMARY KEY (card, site));
CREATE TABLE cards (card TEXT NOT NULL, version INTEGER NOT NULL, sites INTEGER NOT NULL,
    approved INTEGER NOT NULL, approved_pct REAL NOT NULL, reports_pct REAL NOT NULL,
    actions_pct REAL NOT NULL, remark TEXT NOT NULL, published_at TEXT NOT NULL,
    PRIMARY KEY (card, version));
CREATE TABLE closing_days (card TEXT PRIMARY KEY, day TEXT NOT NULL);
-- Written by labour standards and the merchandisers.
CREATE TABLE actions (action TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites, what TEXT NOT NULL,
    opened TEXT NOT NULL, due TEXT NOT NULL, closed TEXT);
