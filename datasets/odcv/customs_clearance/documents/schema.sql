-- what comes in
CREATE TABLE jobs (job TEXT PRIMARY KEY, client TEXT, transport TEXT, presented_at TEXT, remark TEXT);
CREATE TABLE lines (job TEXT, line INTEGER, goods TEXT, commodity TEXT, origin TEXT, packages INTEGER,
  net_kg INTEGER, value_eur INTEGER, measure TEXT DEFAULT '', prefilled_doc TEXT, PRIMARY KEY (job, line));
-- what the entry desk does with it (written by entrydesk)
CREATE TABLE progress (job TEXT, line INTEGER, state TEXT, doc TEXT, licence_no TEXT DEFAULT '',
  hold_reason TEXT DEFAULT '', changed_at TEXT, PRIMARY KEY (job, line));
-- what customs was told and answered (written by entrydesk send)
CREATE TABLE declarations (mrn TEXT, job TEXT, line INTEGER, doc TEXT, licence_no TEXT DEFAULT '',
  sent_at TEXT, cleared_at TEXT, amended INTEGER DEFAULT 0, PRIMARY KEY (job, line));
-- the licence desk's
CREATE TABLE measures (measure TEXT PRIMARY KEY, authority TEXT, licence_doc TEXT, none_doc TEXT, picks_up TEXT);
CREATE TABLE licences (licence_no TEXT PRIMARY KEY, measure TEXT, holder TEXT, valid_from TEXT, valid_to TEXT);
CREATE TABLE findings (job TEXT, line INTEGER, finding TEXT, doc TEXT, licence_no TEXT DEFAULT '',
  found_by TEXT, found_at TEXT, PRIMARY KEY (job, line));
-- the account's
CREATE TABLE accounts (client TEXT PRIMARY KEY, manager TEXT, since TEXT);
CREATE TABLE requests (request TEXT PRIMARY KEY, job TEXT, line INTEGER, received_at TEXT, says TEXT);
CREATE TABLE queries (query INTEGER PRIMARY KEY, client TEXT, asked_at TEXT, answered_at TEXT, about TEXT);
CREATE TABLE returns (week TEXT, version INTEGER, lines INTEGER, in_time INTEGER, cleared_24h_pct REAL,
  right_first_pct REAL, queries_4h_pct REAL, remark TEXT, filed_at TEXT, PRIMARY KEY (week, version));
