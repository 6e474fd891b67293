CREATE TABLE statements (
  statement TEXT PRIMARY KEY, handle TEXT, country TEXT, subs_cents INTEGER, tips_cents INTEGER,
  off_cents INTEGER, paid_cents INTEGER, paid_on TEXT
);
CREATE TABLE disputes (
  dispute TEXT PRIMARY KEY, statement TEXT, handle TEXT, opened_at TEXT, claim_cents INTEGER,
  waits_for TEXT, first_word_on TEXT, state TEXT, outcome TEXT, owed_cents INTEGER,
  settled_at TEXT, reopened INTEGER
);
CREATE TABLE messages (
  message INTEGER PRIMARY KEY, dispute TEXT, sent_at TEXT, direction TEXT, author TEXT,
  record TEXT, body TEXT
);
CREATE TABLE records (
  record TEXT PRIMARY KEY, statement TEXT, entered_on TEXT, cents INTEGER, remark TEXT
);
CREATE TABLE findings (
  finding TEXT PRIMARY KEY, statement TEXT, handle TEXT, cents INTEGER, found_on TEXT, says TEXT
);
CREATE TABLE reports (
  month TEXT, version INTEGER, statements INTEGER, open_disputes INTEGER, open_pct REAL,
  first_word_pct REAL, reopened_pct REAL, filed_at TEXT, remark TEXT,
  PRIMARY KEY (month, version)
);
