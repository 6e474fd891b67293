CREATE TABLE handovers (
    handover INTEGER PRIMARY KEY, round INTEGER, ward TEXT, bed TEXT, mrn TEXT, change_at TEXT,
    outgoing TEXT, incoming TEXT, taken_at TEXT, identifiers INTEGER
);
CREATE TABLE notes (
    handover INTEGER, identify TEXT, situation TEXT, background TEXT, assessment TEXT,
    recommendation TEXT, written_by TEXT, written_at TEXT, origin TEXT
);
CREATE TABLE observations (
    mrn TEXT, taken_at TEXT, hr INTEGER, rr INTEGER, sys INTEGER, dia INTEGER, spo2 INTEGER,
    temp REAL, pain INTEGER, taken_by TEXT
);
CREATE TABLE care_plans (
    mrn TEXT PRIMARY KEY, reason TEXT, background TEXT, plan TEXT, written_at TEXT
);
CREATE TABLE movements (mrn TEXT, ward TEXT, kind TEXT, left_at TEXT, back_at TEXT);
CREATE TABLE sheets (
    page INTEGER PRIMARY KEY, ward TEXT, bed TEXT, mrn TEXT, written_at TEXT, change_at TEXT,
    elements TEXT, signed_by TEXT
);
CREATE TABLE links (handover INTEGER PRIMARY KEY, page INTEGER, linked_at TEXT);
CREATE TABLE not_applicable (handover INTEGER PRIMARY KEY, remark TEXT, marked_at TEXT);
CREATE TABLE gaps (
    round INTEGER, handover INTEGER, reason TEXT, remark TEXT, entered_by TEXT, entered_at TEXT
);
CREATE TABLE lodged (
    round INTEGER, version INTEGER, sampled INTEGER, not_applicable INTEGER, complete INTEGER,
    complete_pct REAL, registered_pct REAL, identifiers_pct REAL, remark TEXT, lodged_by TEXT,
    lodged_at TEXT
);
