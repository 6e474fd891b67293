CREATE TABLE articles (
  article TEXT PRIMARY KEY, name TEXT NOT NULL, unit_cents INTEGER NOT NULL
);
CREATE TABLE counters (name TEXT PRIMARY KEY, shift TEXT NOT NULL);
CREATE TABLE rounds (
  round TEXT PRIMARY KEY, opened TEXT NOT NULL, planned INTEGER NOT NULL, hours REAL NOT NULL
);
CREATE TABLE count_lines (  -- the round in hand; finished rounds go to the archive
  line TEXT PRIMARY KEY, round TEXT NOT NULL, bin TEXT NOT NULL, article TEXT NOT NULL,
  unit_cents INTEGER NOT NULL, book INTEGER NOT NULL
);
CREATE TABLE closed_bins (  -- kept by the safety officer
  bin TEXT NOT NULL, closed TEXT NOT NULL, opened TEXT, reason TEXT NOT NULL, client_consent TEXT
);
CREATE TABLE counts (
  line TEXT NOT NULL, pass INTEGER NOT NULL, quantity INTEGER NOT NULL, counted_by TEXT NOT NULL,
  counted_at TEXT NOT NULL, PRIMARY KEY (line, pass)
);
CREATE TABLE settlements (
  id INTEGER PRIMARY KEY, line TEXT NOT NULL, difference INTEGER NOT NULL, account TEXT NOT NULL,
  value_cents INTEGER NOT NULL, entry INTEGER NOT NULL, settled_at TEXT NOT NULL,
  basis TEXT NOT NULL, undone_at TEXT
);
CREATE TABLE accuracy_sheets (
  round TEXT NOT NULL, version INTEGER NOT NULL, lines INTEGER NOT NULL, agreeing INTEGER NOT NULL,
  accuracy_pct REAL NOT NULL, plan_pct REAL NOT NULL, lines_per_hour REAL NOT NULL,
  issued_at TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (round, version)
);
