CREATE TABLE alerts (
    alert TEXT PRIMARY KEY, fired_at TEXT, unit TEXT, encounter TEXT, score INTEGER, lactate REAL,
    comfort_care INTEGER, acknowledged_min INTEGER
);
CREATE TABLE reads (
    alert TEXT PRIMARY KEY, finding TEXT, reader TEXT, read_on TEXT, entered_at TEXT, note TEXT
);
CREATE TABLE exclusions (alert TEXT PRIMARY KEY, reason TEXT, excluded_by TEXT, excluded_at TEXT);
CREATE TABLE cases (
    encounter TEXT PRIMARY KEY, unit TEXT, time_zero TEXT, finding TEXT, abstracted_by TEXT
);
CREATE TABLE rules (unit TEXT PRIMARY KEY, threshold INTEGER, comfort_care TEXT);
CREATE TABLE drafts (draft TEXT PRIMARY KEY, title TEXT, made_by TEXT, made_on TEXT);
CREATE TABLE settings (draft TEXT, unit TEXT, threshold INTEGER, comfort_care TEXT);
CREATE TABLE decisions (
    decision TEXT PRIMARY KEY, decided_on TEXT, about TEXT, draft TEXT, outcome TEXT, note TEXT
);
CREATE TABLE agenda (draft TEXT, submitted_at TEXT, submitted_by TEXT, note TEXT);
CREATE TABLE pushes (draft TEXT, pushed_at TEXT, pushed_by TEXT, decision TEXT);
CREATE TABLE reports (
    month TEXT, version INTEGER, alerts INTEGER, false_pct REAL, caught_pct REAL,
    acknowledged_pct REAL, note TEXT, filed_by TEXT, filed_at TEXT
);
