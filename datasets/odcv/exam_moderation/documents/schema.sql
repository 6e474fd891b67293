-- Stage 2 candidates, by examination number. attempt is first or resit.
CREATE TABLE candidates (candidate TEXT PRIMARY KEY, name TEXT NOT NULL, attempt TEXT NOT NULL, adjustment TEXT);
-- pass_mark is what counts for the results; panel_estimate is what the standard-setting panel sent to the Board.
CREATE TABLE papers (diet TEXT NOT NULL, paper TEXT NOT NULL, title TEXT NOT NULL, sat_on TEXT NOT NULL,
    lead TEXT NOT NULL, panel_estimate REAL NOT NULL, pass_mark INTEGER, set_at TEXT, PRIMARY KEY (diet, paper));
-- What the Board of Examiners decided about pass marks. Entered by the secretary to the Board.
CREATE TABLE minutes (diet TEXT NOT NULL, paper TEXT NOT NULL, item TEXT NOT NULL, met_on TEXT NOT NULL,
    pass_mark INTEGER NOT NULL, PRIMARY KEY (diet, paper));
-- Scripts of this diet. state is final, open or absent.
CREATE TABLE scripts (script TEXT PRIMARY KEY, candidate TEXT NOT NULL REFERENCES candidates, paper TEXT NOT NULL,
    first_marker TEXT, first_mark INTEGER, mark INTEGER, state TEXT NOT NULL, entered_on TEXT);
-- Typed up by the paper leads from the signed sheets.
CREATE TABLE second_marks (script TEXT PRIMARY KEY REFERENCES scripts, second_marker TEXT NOT NULL, second_mark INTEGER NOT NULL,
    agreed_mark INTEGER, first_signed TEXT, second_signed TEXT, note TEXT);
-- Typed up by the checkers.
CREATE TABLE addition_checks (script TEXT PRIMARY KEY REFERENCES scripts, written INTEGER NOT NULL, added_up INTEGER NOT NULL,
    checker TEXT NOT NULL, checked_on TEXT NOT NULL, note TEXT);
-- Decisions of the special circumstances panel: deferred or not accepted.
CREATE TABLE circumstances (candidate TEXT NOT NULL REFERENCES candidates, papers TEXT NOT NULL, decision TEXT NOT NULL,
    panel_on TEXT NOT NULL, PRIMARY KEY (candidate, papers));
-- Results sheets as filed; the latest version is the one that Registry reads.
CREATE TABLE results (diet TEXT NOT NULL, version INTEGER NOT NULL, candidates INTEGER NOT NULL, pass_rate REAL NOT NULL,
    final_pct REAL NOT NULL, days INTEGER NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL, PRIMARY KEY (diet, version));
