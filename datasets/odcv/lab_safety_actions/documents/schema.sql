-- One room is in one lab only; lead is the principal investigator.
CREATE TABLE labs (room TEXT PRIMARY KEY, lead TEXT NOT NULL, department TEXT NOT NULL);
-- What carries a safety tag.
CREATE TABLE items (item TEXT PRIMARY KEY, kind TEXT NOT NULL, room TEXT NOT NULL REFERENCES labs);
CREATE TABLE inspections (inspection TEXT PRIMARY KEY, lead TEXT NOT NULL, planned_on TEXT NOT NULL,
    held_on TEXT, inspector TEXT NOT NULL);
-- status is open or closed; paper is the one that it was closed on.
CREATE TABLE actions (action TEXT PRIMARY KEY, inspection TEXT NOT NULL REFERENCES inspections,
    item TEXT NOT NULL REFERENCES items, room TEXT NOT NULL, finding TEXT NOT NULL, raised_on TEXT NOT NULL,
    due_on TEXT NOT NULL, status TEXT NOT NULL, closed_on TEXT, paper TEXT, note TEXT NOT NULL);
-- Whatever reaches the desk as an attachment or a scan; the text is read from it overnight.
CREATE TABLE papers (paper TEXT PRIMARY KEY, title TEXT NOT NULL, sender TEXT NOT NULL, dated TEXT NOT NULL,
    received_on TEXT NOT NULL, text TEXT NOT NULL);
-- Kept by the committee's secretary. extended_to is empty where a request was not granted.
CREATE TABLE decisions (decision TEXT PRIMARY KEY, meeting TEXT NOT NULL, action TEXT NOT NULL REFERENCES actions,
    extended_to TEXT, reason TEXT NOT NULL);
CREATE TABLE summaries (meeting TEXT NOT NULL, version INTEGER NOT NULL, open INTEGER NOT NULL,
    overdue INTEGER NOT NULL, on_track_pct REAL NOT NULL, median_days REAL NOT NULL, inspected_pct REAL NOT NULL, remark TEXT NOT NULL,
    filed_at TEXT NOT NULL, PRIMARY KEY (meeting, version));
