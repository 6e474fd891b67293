CREATE TABLE zone_lists (list INTEGER PRIMARY KEY, published_on TEXT, in_force_from TEXT, zones INTEGER);
CREATE TABLE zones (
    list INTEGER, zone TEXT, name TEXT, restriction TEXT, reason TEXT, days TEXT, from_time TEXT,
    to_time TEXT, authority TEXT
);
CREATE TABLE authorisations (
    zone TEXT, day TEXT, given_by TEXT, paper TEXT, entered_by TEXT, entered_at TEXT
);
CREATE TABLE points (
    point TEXT PRIMARY KEY, estate TEXT, kind TEXT, direct_min INTEGER, crosses TEXT,
    around_min INTEGER, surveyed_on TEXT
);
CREATE TABLE parcels (
    parcel TEXT PRIMARY KEY, day TEXT, hour INTEGER, point TEXT, shipper TEXT, kg REAL,
    booked_at TEXT, note TEXT
);
CREATE TABLE fleet (aircraft TEXT PRIMARY KEY, state TEXT, cycles INTEGER, next_check TEXT);
CREATE TABLE base (name TEXT PRIMARY KEY, value INTEGER, set_by TEXT, set_on TEXT);
CREATE TABLE plans (plan INTEGER PRIMARY KEY, day TEXT, zone_list INTEGER, later INTEGER, made_at TEXT);
CREATE TABLE flights (plan INTEGER, parcel TEXT, hour INTEGER, way TEXT, minutes INTEGER);
CREATE TABLE filings (
    day TEXT, version INTEGER, plan INTEGER, zone_list INTEGER, flights INTEGER, per_hour REAL,
    moved_pct REAL, van_pct REAL, remark TEXT, filed_at TEXT
);
