CREATE TABLE pumps (
    serial TEXT PRIMARY KEY, asset TEXT, kind TEXT, model TEXT, home TEXT, status TEXT, place TEXT,
    notice TEXT, held_on TEXT, released_on TEXT, service_due TEXT
);
CREATE TABLE notices (
    notice TEXT PRIMARY KEY, maker TEXT, about TEXT, remedy TEXT, received_on TEXT, closed_on TEXT
);
CREATE TABLE sheets (
    sheet TEXT, serial TEXT, notice TEXT, done_on TEXT, part TEXT, flow_25 REAL, flow_100 REAL,
    bar REAL, flow TEXT, occlusion TEXT, door TEXT, note TEXT, engineer TEXT, signed TEXT,
    filed_at TEXT, filed_by TEXT
);
CREATE TABLE collections (note TEXT, serial TEXT, carrier TEXT, collected_on TEXT);
CREATE TABLE moves (at TEXT, serial TEXT, what TEXT, place TEXT, by TEXT);
CREATE TABLE returns (
    week TEXT, version INTEGER, fleet INTEGER, available INTEGER, available_pct REAL,
    hold_days REAL, service_pct REAL, remark TEXT, filed_at TEXT
);
