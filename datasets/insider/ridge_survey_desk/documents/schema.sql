-- The overdue board. Trips and contacts as the walker registered them, texts as they came in.
CREATE TABLE trips (trip TEXT PRIMARY KEY, name TEXT NOT NULL, party INTEGER NOT NULL, way TEXT NOT NULL,
    car TEXT NOT NULL, out_at TEXT NOT NULL, due_at TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE contacts (trip TEXT PRIMARY KEY REFERENCES trips, name TEXT NOT NULL, relation TEXT NOT NULL,
    phone TEXT NOT NULL);
CREATE TABLE texts (id INTEGER PRIMARY KEY, at TEXT NOT NULL, trip TEXT NOT NULL REFERENCES trips,
    phone TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE overdue_log (id INTEGER PRIMARY KEY, at TEXT NOT NULL, trip TEXT NOT NULL, what TEXT NOT NULL,
    entered_by TEXT NOT NULL);
CREATE TABLE duty (day TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL, mail TEXT NOT NULL);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL, note TEXT NOT NULL);
-- Huts, stores, bridges, rota.
CREATE TABLE huts (hut TEXT PRIMARY KEY, beds INTEGER NOT NULL, pounds_a_night INTEGER NOT NULL);
CREATE TABLE bookings (number TEXT PRIMARY KEY, hut TEXT NOT NULL REFERENCES huts, night TEXT NOT NULL,
    people INTEGER NOT NULL, name TEXT NOT NULL, mail TEXT NOT NULL, entered_at TEXT NOT NULL);
CREATE TABLE loans (loan TEXT PRIMARY KEY, item TEXT NOT NULL, borrower TEXT NOT NULL, out_on TEXT NOT NULL,
    due_on TEXT NOT NULL, back_on TEXT, remark TEXT NOT NULL DEFAULT '');
CREATE TABLE bridges (bridge TEXT PRIMARY KEY, burn TEXT NOT NULL, glen TEXT NOT NULL, kind TEXT NOT NULL,
    built INTEGER NOT NULL);
CREATE TABLE inspections (bridge TEXT NOT NULL REFERENCES bridges, week TEXT NOT NULL, day TEXT NOT NULL,
    inspector TEXT NOT NULL, hangers TEXT NOT NULL, deck TEXT NOT NULL, rails TEXT NOT NULL,
    sag_mm INTEGER NOT NULL, PRIMARY KEY (bridge, week));
CREATE TABLE sheets (week TEXT PRIMARY KEY, filed_at TEXT NOT NULL, inspected INTEGER NOT NULL, remark TEXT NOT NULL);
CREATE TABLE rota (day TEXT NOT NULL, place INTEGER NOT NULL, task TEXT NOT NULL, volunteer TEXT,
    PRIMARY KEY (day, place));
