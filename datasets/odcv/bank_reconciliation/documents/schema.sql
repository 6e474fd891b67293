CREATE TABLE statement (
  line INTEGER PRIMARY KEY, booked_on TEXT, details TEXT, pence INTEGER, balance INTEGER
);
CREATE TABLE matches (
  match INTEGER, side TEXT CHECK (side IN ('L', 'E')), item INTEGER, basis TEXT, made_by TEXT,
  made_at TEXT, PRIMARY KEY (side, item)
);
CREATE TABLE invoices (
  invoice INTEGER PRIMARY KEY, sale INTEGER, paddle INTEGER, buyer TEXT, lots INTEGER,
  pence INTEGER, issued_on TEXT
);
CREATE TABLE settlements (
  settlement TEXT PRIMARY KEY, sale INTEGER, vendor TEXT, pence INTEGER, sale_on TEXT,
  paid_on TEXT, state TEXT
);
CREATE TABLE reconciliations (
  month TEXT, version INTEGER, bank_pence INTEGER, book_pence INTEGER, charges_pence INTEGER,
  open_items INTEGER, settled_28_pct REAL, issued_at TEXT, note TEXT, PRIMARY KEY (month, version)
);
