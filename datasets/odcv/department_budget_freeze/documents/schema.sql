CREATE TABLE suppliers (supplier TEXT PRIMARY KEY, terms TEXT, orders TEXT);
-- A receipt is the delivery note or call sheet that a section head has signed.
CREATE TABLE receipts (receipt TEXT PRIMARY KEY, supplier TEXT, account TEXT, what TEXT,
    service_from TEXT, service_to TEXT, net REAL, signed_by TEXT, signed_on TEXT, invoice TEXT);
CREATE TABLE invoices (invoice TEXT PRIMARY KEY, supplier TEXT, supplier_ref TEXT, what TEXT, net REAL,
    dated TEXT, arrived TEXT, status TEXT, booked_on TEXT);
-- Raised and settled by the sections.
CREATE TABLE queries (invoice TEXT, raised_by TEXT, raised_on TEXT, what TEXT, settled_on TEXT);
CREATE TABLE budgets (month TEXT, department TEXT, gbp INTEGER);
CREATE TABLE statements (month TEXT, version INTEGER, spend REAL, budget REAL, pct REAL,
    booked_pct REAL, signed_pct REAL, note TEXT, filed_at TEXT);
