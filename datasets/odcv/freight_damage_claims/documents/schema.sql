-- Freight that somebody has reported something about. The receipt is as the consignee signed it.
CREATE TABLE shipments (pro TEXT PRIMARY KEY, shipper TEXT NOT NULL, consignee TEXT NOT NULL, town TEXT,
    terminal TEXT NOT NULL, commodity TEXT, units INTEGER, weight_lb INTEGER, delivered_on TEXT NOT NULL,
    receipt TEXT);
-- Written by terminals and customer service when a customer tells us, and by the web form.
CREATE TABLE notices (notice TEXT PRIMARY KEY, pro TEXT NOT NULL REFERENCES shipments, received_at TEXT NOT NULL,
    via TEXT NOT NULL, taken_by TEXT, text TEXT);
CREATE TABLE claims (claim TEXT PRIMARY KEY, pro TEXT NOT NULL REFERENCES shipments, kind TEXT NOT NULL,
    claimant TEXT NOT NULL, filed_on TEXT NOT NULL, acknowledged_on TEXT, claimed REAL NOT NULL,
    state TEXT NOT NULL, reserve REAL NOT NULL, paid REAL NOT NULL, reason TEXT NOT NULL, decided_on TEXT);
-- Written by the inspectors.
CREATE TABLE inspections (report TEXT PRIMARY KEY, pro TEXT NOT NULL REFERENCES shipments, inspector TEXT NOT NULL,
    inspected_on TEXT NOT NULL, finding TEXT NOT NULL, liable REAL NOT NULL, remark TEXT);
CREATE TABLE revenue (month TEXT PRIMARY KEY, freight_revenue REAL NOT NULL);
CREATE TABLE holidays (day TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE reports (month TEXT NOT NULL, version INTEGER NOT NULL, ratio_pct REAL NOT NULL,
    decided_pct REAL NOT NULL, acknowledged_pct REAL NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL,
    PRIMARY KEY (month, version));
