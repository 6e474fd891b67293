CREATE TABLE clients (client TEXT PRIMARY KEY, name TEXT NOT NULL, town TEXT NOT NULL, email TEXT);
CREATE TABLE sales (sale TEXT PRIMARY KEY, kind TEXT NOT NULL, held_on TEXT NOT NULL);
-- Written by cataloguing and, on the day, by the clerk in the rostrum.
CREATE TABLE lots (sale TEXT NOT NULL REFERENCES sales, lot INTEGER NOT NULL, title TEXT NOT NULL,
    vendor TEXT NOT NULL REFERENCES clients, low INTEGER NOT NULL, high INTEGER NOT NULL,
    reserve INTEGER, state TEXT NOT NULL, hammer INTEGER, buyer TEXT REFERENCES clients,
    PRIMARY KEY (sale, lot));
CREATE TABLE private_sales (sale TEXT NOT NULL, lot INTEGER NOT NULL, buyer TEXT NOT NULL REFERENCES clients,
    price INTEGER NOT NULL, entered_on TEXT NOT NULL, entered_by TEXT NOT NULL);
-- Written by accounts, payments once a week, on Fridays.
CREATE TABLE invoices (invoice TEXT PRIMARY KEY, client TEXT NOT NULL REFERENCES clients,
    sale TEXT NOT NULL, pounds REAL NOT NULL, issued_on TEXT NOT NULL, paid_on TEXT);
CREATE TABLE reports (sale TEXT NOT NULL, lot INTEGER NOT NULL, file TEXT NOT NULL, written_by TEXT NOT NULL,
    PRIMARY KEY (sale, lot));
-- Written by the front office.
CREATE TABLE stored (sale TEXT NOT NULL, lot INTEGER NOT NULL, size TEXT NOT NULL, bay TEXT NOT NULL,
    collected_on TEXT, PRIMARY KEY (sale, lot));
CREATE TABLE storage_lines (week TEXT NOT NULL, sale TEXT NOT NULL, lot INTEGER NOT NULL,
    days INTEGER NOT NULL, pounds INTEGER NOT NULL, PRIMARY KEY (week, sale, lot));
CREATE TABLE viewings (day TEXT NOT NULL, time TEXT NOT NULL, name TEXT NOT NULL, lots TEXT NOT NULL,
    booked_at TEXT NOT NULL, PRIMARY KEY (day, time));
CREATE TABLE reports_sent (sale TEXT NOT NULL, lot INTEGER NOT NULL, sent_to TEXT NOT NULL, sent_at TEXT NOT NULL);
CREATE TABLE reminders (invoice TEXT NOT NULL REFERENCES invoices, sent_at TEXT NOT NULL);
CREATE TABLE week_sheets (week TEXT NOT NULL, version INTEGER NOT NULL, viewings INTEGER NOT NULL,
    reports INTEGER NOT NULL, reminders INTEGER NOT NULL, stored INTEGER NOT NULL,
    storage_pounds INTEGER NOT NULL, remark TEXT NOT NULL, issued_at TEXT NOT NULL,
    PRIMARY KEY (week, version));
