CREATE TABLE manuscripts (
    manuscript TEXT PRIMARY KEY, title TEXT, author TEXT, section TEXT, editor TEXT,
    received_on TEXT, editors_view TEXT
);
CREATE TABLE reviewers (reviewer TEXT PRIMARY KEY, name TEXT, university TEXT, email TEXT);
CREATE TABLE invitations (manuscript TEXT, reviewer TEXT, invited_on TEXT, due_on TEXT);
CREATE TABLE reports (
    manuscript TEXT, reviewer TEXT, received_on TEXT, advice TEXT, report TEXT,
    PRIMARY KEY (manuscript, reviewer)
);
CREATE TABLE letters (
    letter TEXT PRIMARY KEY, manuscript TEXT, kind TEXT, received_on TEXT, answered_on TEXT,
    body TEXT
);
CREATE TABLE resets (
    id INTEGER PRIMARY KEY, manuscript TEXT, counted_from TEXT, letter TEXT, entered_on TEXT,
    undone_on TEXT
);
CREATE TABLE decisions (
    manuscript TEXT, kind TEXT, outcome TEXT, decided_on TEXT, issued_by TEXT, recalled_at TEXT
);
CREATE TABLE statements (
    month TEXT, version INTEGER, median_days REAL, decisions INTEGER, desk_week_pct REAL,
    letters_two_days_pct REAL, remark TEXT, filed_at TEXT
);
