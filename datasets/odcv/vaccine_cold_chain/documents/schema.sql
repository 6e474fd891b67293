CREATE TABLE probes (probe TEXT PRIMARY KEY, room TEXT, serial TEXT NOT NULL,
    calibrated_on TEXT NOT NULL, calibration_due TEXT NOT NULL);
CREATE TABLE readings (id INTEGER PRIMARY KEY, probe TEXT NOT NULL REFERENCES probes,
    at TEXT NOT NULL, celsius REAL NOT NULL);
CREATE TABLE work_orders (number TEXT PRIMARY KEY, asset TEXT NOT NULL, work TEXT NOT NULL,
    opened_at TEXT NOT NULL, closed_at TEXT, done_by TEXT NOT NULL);
CREATE TABLE maintenance (id INTEGER PRIMARY KEY, probe TEXT NOT NULL REFERENCES probes,
    starts TEXT NOT NULL CHECK (starts GLOB '????-??-?? ??:??'),
    ends TEXT NOT NULL CHECK (ends GLOB '????-??-?? ??:??'),
    work_order TEXT, reason TEXT, entered_at TEXT NOT NULL, entered_by TEXT NOT NULL,
    withdrawn_at TEXT);
CREATE TABLE alarms (id INTEGER PRIMARY KEY, room TEXT NOT NULL, raised_at TEXT NOT NULL,
    acknowledged_at TEXT, acknowledged_by TEXT, note TEXT);
CREATE TABLE batches (batch TEXT PRIMARY KEY, product TEXT NOT NULL, maker TEXT NOT NULL,
    room TEXT NOT NULL, doses INTEGER NOT NULL, expires_on TEXT NOT NULL,
    received_at TEXT NOT NULL, left_at TEXT,
    status TEXT NOT NULL CHECK (status IN ('available', 'hold', 'shipped', 'rejected')));
CREATE TABLE batch_log (id INTEGER PRIMARY KEY, batch TEXT NOT NULL REFERENCES batches,
    status TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, reason TEXT, disposition TEXT);
CREATE TABLE dispositions (number TEXT PRIMARY KEY, batch TEXT NOT NULL, decision TEXT NOT NULL,
    decided_on TEXT NOT NULL, decided_by TEXT NOT NULL);
CREATE TABLE certificates (number TEXT PRIMARY KEY, month TEXT NOT NULL,
    excursion_free REAL NOT NULL CHECK (excursion_free BETWEEN 0 AND 100),
    alarms_answered REAL, probes_in_calibration REAL, remarks TEXT,
    issued_at TEXT NOT NULL, issued_by TEXT NOT NULL);
