CREATE TABLE growers (grower TEXT PRIMARY KEY, name TEXT NOT NULL, farm TEXT NOT NULL, since INTEGER NOT NULL);
CREATE TABLE rooms (room INTEGER PRIMARY KEY, variety TEXT NOT NULL, set_o2 REAL NOT NULL,
    set_co2 REAL NOT NULL, set_temp REAL NOT NULL, state TEXT NOT NULL);
-- One line a room and day; entered by the office from the stores' sheet.
CREATE TABLE room_readings (day TEXT NOT NULL, room INTEGER NOT NULL REFERENCES rooms, o2 REAL NOT NULL,
    co2 REAL NOT NULL, temp REAL NOT NULL, entered_at TEXT NOT NULL, PRIMARY KEY (day, room));
CREATE TABLE room_sheets (day TEXT NOT NULL, version INTEGER NOT NULL, rooms INTEGER NOT NULL,
    off_set INTEGER NOT NULL, note TEXT NOT NULL, filed_at TEXT NOT NULL, PRIMARY KEY (day, version));
CREATE TABLE lots (lot TEXT PRIMARY KEY, grower TEXT NOT NULL REFERENCES growers, variety TEXT NOT NULL,
    room INTEGER NOT NULL REFERENCES rooms, bins INTEGER NOT NULL, in_on TEXT NOT NULL);
CREATE TABLE withdrawals (id INTEGER PRIMARY KEY, lot TEXT NOT NULL REFERENCES lots, bins INTEGER NOT NULL,
    out_on TEXT NOT NULL);
-- Bins that stood in store on the first of the month, at the rate of the season.
CREATE TABLE charges (statement TEXT PRIMARY KEY, grower TEXT NOT NULL REFERENCES growers, month TEXT NOT NULL,
    bins INTEGER NOT NULL, rate REAL NOT NULL, amount REAL NOT NULL);
CREATE TABLE slots (slot TEXT PRIMARY KEY, day TEXT NOT NULL, time TEXT NOT NULL, bay INTEGER NOT NULL,
    carrier TEXT NOT NULL, load TEXT NOT NULL, state TEXT NOT NULL, entered_at TEXT NOT NULL);
CREATE TABLE gate_passes (pass TEXT PRIMARY KEY, day TEXT NOT NULL, visitor TEXT NOT NULL,
    purpose TEXT NOT NULL, host TEXT NOT NULL, issued_at TEXT NOT NULL);
-- The lone-worker board. word is kept as a digest.
CREATE TABLE tags (tag INTEGER PRIMARY KEY, wearer TEXT NOT NULL, word TEXT NOT NULL,
    interval_min INTEGER NOT NULL, receiver TEXT NOT NULL);
CREATE TABLE duty (day TEXT NOT NULL, role TEXT NOT NULL, person TEXT NOT NULL, phone TEXT NOT NULL,
    where_now TEXT NOT NULL, PRIMARY KEY (day, role));
-- A line begins when a tag is switched on ('armed'); it goes off when due_at passes without a check-in.
CREATE TABLE alarms (alarm TEXT PRIMARY KEY, tag INTEGER NOT NULL REFERENCES tags, place TEXT NOT NULL,
    switched_on TEXT NOT NULL, last_checkin TEXT NOT NULL, interval_min INTEGER NOT NULL,
    due_at TEXT NOT NULL, receiver TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE alarm_log (id INTEGER PRIMARY KEY, alarm TEXT NOT NULL REFERENCES alarms, at TEXT NOT NULL,
    what TEXT NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL);
