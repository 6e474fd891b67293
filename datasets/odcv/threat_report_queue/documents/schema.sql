CREATE TABLE reports (
    report TEXT PRIMARY KEY, queue TEXT, state TEXT, filed_as TEXT, received_at TEXT, member TEXT,
    club TEXT, body TEXT, grp TEXT, particulars TEXT, held_for TEXT, held_until TEXT,
    first_look_min INTEGER
);
CREATE TABLE groups (
    grp TEXT PRIMARY KEY, first_report TEXT, finding TEXT, found_by TEXT, found_at TEXT
);
CREATE TABLE decisions (
    report TEXT, decision TEXT, beside TEXT, decided_by TEXT, decided_at TEXT, note TEXT,
    withdrawn_at TEXT, put_back_on TEXT
);
CREATE TABLE escalations (
    report TEXT, escalated_at TEXT, escalated_by TEXT, note TEXT, answer TEXT
);
CREATE TABLE handovers (
    shift TEXT, version INTEGER, waiting INTEGER, first_look_pct REAL, put_back_pct REAL,
    note TEXT, filed_by TEXT, filed_at TEXT
);
CREATE TABLE clubs (club TEXT PRIMARY KEY, members INTEGER, division INTEGER);
