CREATE TABLE drivers (
    driver TEXT PRIMARY KEY, name TEXT, contract TEXT, phone TEXT, cpc_until TEXT
);
CREATE TABLE duties (
    driver TEXT, day TEXT, started TEXT, finished TEXT, vehicle TEXT, source TEXT
);
CREATE TABLE card (driver TEXT, mode TEXT, from_at TEXT, to_at TEXT);
CREATE TABLE rest_book (
    driver TEXT, night TEXT, kind TEXT, hours INTEGER, reason TEXT, entered_by TEXT,
    entered_at TEXT
);
CREATE TABLE infringements (driver TEXT, day TEXT, what TEXT, debriefed_on TEXT);
CREATE TABLE runs (
    run INTEGER PRIMARY KEY, day TEXT, vehicle TEXT, rostered_driver TEXT, rostered_start TEXT,
    driver TEXT, start TEXT
);
CREATE TABLE drops (
    run INTEGER, stop INTEGER, site TEXT, customer TEXT, pallets INTEGER, slot_from TEXT,
    slot_to TEXT, latest_start TEXT, note TEXT
);
CREATE TABLE sheets (
    run INTEGER, day TEXT, version INTEGER, driver TEXT, start TEXT, sent_at TEXT
);
CREATE TABLE day_lines (
    day TEXT, version INTEGER, drops INTEGER, in_slot INTEGER, in_slot_pct REAL,
    as_rostered_pct REAL, standbys INTEGER, remark TEXT, filed_at TEXT
);
