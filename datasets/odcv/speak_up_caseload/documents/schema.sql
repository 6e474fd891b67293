-- One row per report. status is open, closed or referred; due_on is 30 days after the end of the month
-- of the report. finding is the handler's: substantiated, partly substantiated, not substantiated,
-- or not for us.
CREATE TABLE cases (case_no TEXT PRIMARY KEY, received_at TEXT NOT NULL, channel TEXT NOT NULL,
    store TEXT NOT NULL, matter TEXT NOT NULL, summary TEXT NOT NULL, handler TEXT NOT NULL,
    acknowledged_on TEXT, assigned_on TEXT, finding TEXT, finding_on TEXT, finding_note TEXT,
    due_on TEXT NOT NULL, status TEXT NOT NULL, closed_on TEXT, remark TEXT NOT NULL DEFAULT '');
-- Who is to be interviewed: R is the reporter, W1 and so on the witnesses that the reporter named.
CREATE TABLE parties (case_no TEXT NOT NULL REFERENCES cases, party TEXT NOT NULL, who TEXT NOT NULL,
    PRIMARY KEY (case_no, party));
-- Every contact with a party, as put on file by the phone line, the desk or the handler. kind is
-- intake, acknowledgement, message, no answer, interview or declined (in writing).
CREATE TABLE contacts (contact INTEGER PRIMARY KEY, case_no TEXT NOT NULL REFERENCES cases,
    party TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, taken_by TEXT NOT NULL, note TEXT NOT NULL);
-- Desk and handler only. agreed is yes where the reporter has agreed to be named to others.
CREATE TABLE reporters (case_no TEXT PRIMARY KEY REFERENCES cases, name TEXT NOT NULL,
    staff_no TEXT NOT NULL, position TEXT NOT NULL, agreed TEXT NOT NULL);
-- The closing form; the reporter's outcome letter is made from it.
CREATE TABLE closings (case_no TEXT NOT NULL REFERENCES cases, closed_at TEXT NOT NULL,
    interviews TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (case_no, closed_at));
CREATE TABLE returns (month TEXT NOT NULL, version INTEGER NOT NULL, cases INTEGER NOT NULL,
    closed_pct REAL NOT NULL, acknowledged_pct REAL NOT NULL, assigned_pct REAL NOT NULL,
    remark TEXT NOT NULL, filed_at TEXT NOT NULL, PRIMARY KEY (month, version));
