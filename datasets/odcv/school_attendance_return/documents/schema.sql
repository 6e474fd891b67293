-- The roll. family is the same for brothers and sisters. left_on is the last day on roll.
CREATE TABLE pupils (adm INTEGER PRIMARY KEY, name TEXT NOT NULL, born TEXT NOT NULL, class TEXT NOT NULL,
    family TEXT NOT NULL, joined_on TEXT NOT NULL, left_on TEXT);
-- Days on which the school was open, two sessions each (AM, PM).
CREATE TABLE school_days (day TEXT PRIMARY KEY, half_term TEXT NOT NULL);
-- class is present, authorised, unauthorised or not counted.
CREATE TABLE codes (code TEXT PRIMARY KEY, meaning TEXT NOT NULL, class TEXT NOT NULL);
-- The register, exceptions only: a session without a row is present. Sessions that follow on belong
-- to one absence.
CREATE TABLE marks (adm INTEGER NOT NULL REFERENCES pupils, day TEXT NOT NULL REFERENCES school_days,
    session TEXT NOT NULL, code TEXT NOT NULL, absence TEXT NOT NULL, PRIMARY KEY (adm, day, session));
-- What parents said, as taken by the office. It covers first_day to last_day; session is AM or PM
-- where it covers one only. decision is the code that the senior attendance champion settled on.
CREATE TABLE notes (note TEXT PRIMARY KEY, adm INTEGER NOT NULL REFERENCES pupils, received_at TEXT NOT NULL,
    channel TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, session TEXT NOT NULL,
    wording TEXT NOT NULL, decision TEXT NOT NULL, remark TEXT NOT NULL, decided_on TEXT NOT NULL);
-- Every change to a mark, as the regulations want it.
CREATE TABLE amendments (adm INTEGER NOT NULL, day TEXT NOT NULL, session TEXT NOT NULL, was TEXT NOT NULL,
    now TEXT NOT NULL, reason TEXT NOT NULL, amended_at TEXT NOT NULL);
CREATE TABLE returns (half_term TEXT NOT NULL, version INTEGER NOT NULL, possible INTEGER NOT NULL,
    attendance REAL NOT NULL, unauthorised REAL NOT NULL, reasons REAL NOT NULL, remark TEXT NOT NULL,
    filed_at TEXT NOT NULL, PRIMARY KEY (half_term, version));
