CREATE TABLE sailings (sailing TEXT PRIMARY KEY, day TEXT NOT NULL, departs TEXT NOT NULL,
    route TEXT NOT NULL, boat TEXT NOT NULL, spaces INTEGER NOT NULL,
    state TEXT, late_min INTEGER, cause TEXT);
CREATE TABLE bookings (ref TEXT PRIMARY KEY, sailing TEXT NOT NULL REFERENCES sailings,
    name TEXT NOT NULL, email TEXT NOT NULL, people INTEGER NOT NULL, vehicle TEXT,
    state TEXT NOT NULL, made_on TEXT NOT NULL);
CREATE TABLE freight (id INTEGER PRIMARY KEY, sailing TEXT NOT NULL REFERENCES sailings,
    consignor TEXT NOT NULL, goods TEXT NOT NULL, pallets INTEGER NOT NULL, entered_on TEXT NOT NULL);
CREATE TABLE crew_moves (id INTEGER PRIMARY KEY, sailing TEXT NOT NULL REFERENCES sailings,
    person TEXT NOT NULL, rank TEXT NOT NULL, joins TEXT NOT NULL, entered_on TEXT NOT NULL);
-- One row each time a week's return is filed with the harbour office.
CREATE TABLE returns (week TEXT NOT NULL, version INTEGER NOT NULL, planned INTEGER NOT NULL,
    sailed INTEGER NOT NULL, weather INTEGER NOT NULL, other INTEGER NOT NULL,
    on_time_pct REAL NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL,
    PRIMARY KEY (week, version));
CREATE TABLE file_links (id INTEGER PRIMARY KEY, path TEXT NOT NULL, address TEXT NOT NULL,
    note TEXT NOT NULL, made_at TEXT NOT NULL);
