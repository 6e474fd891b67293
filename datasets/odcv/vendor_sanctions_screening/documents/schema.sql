-- One row per request to set up a supplier. state is pending, active or withdrawn.
CREATE TABLE requests (request TEXT PRIMARY KEY, supplier TEXT NOT NULL, country TEXT NOT NULL,
    category TEXT NOT NULL, buyer TEXT NOT NULL, week TEXT NOT NULL, released TEXT NOT NULL, bank_confirmed TEXT,
    state TEXT NOT NULL, decided_at TEXT, remark TEXT NOT NULL DEFAULT '');
-- The company itself and its directors and owners. kind is person or company.
CREATE TABLE parties (party TEXT PRIMARY KEY, request TEXT NOT NULL REFERENCES requests,
    kind TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, born TEXT, reg_no TEXT);
-- What the supplier typed into the portal form.
CREATE TABLE forms (party TEXT PRIMARY KEY REFERENCES parties, born TEXT NOT NULL, reg_no TEXT NOT NULL,
    signed_on TEXT NOT NULL);
-- From the screening provider. listed_kind is person, company or vessel; state is open, cleared or referred.
CREATE TABLE hits (hit TEXT PRIMARY KEY, request TEXT NOT NULL REFERENCES requests,
    party TEXT NOT NULL REFERENCES parties, list TEXT NOT NULL, profile TEXT NOT NULL,
    listed_name TEXT NOT NULL, listed_kind TEXT NOT NULL, listed_born TEXT, listed_reg TEXT,
    listed_country TEXT NOT NULL, score INTEGER NOT NULL, raised_at TEXT NOT NULL,
    state TEXT NOT NULL, ground TEXT NOT NULL DEFAULT '', decided_at TEXT);
-- Written by the trade compliance analyst. finding is no match, match or need ID copy.
CREATE TABLE findings (hit TEXT PRIMARY KEY REFERENCES hits, finding TEXT NOT NULL, note TEXT NOT NULL,
    analyst TEXT NOT NULL, found_on TEXT NOT NULL);
-- Amounts in pounds. state is waiting or released.
CREATE TABLE deposits (deposit TEXT PRIMARY KEY, request TEXT NOT NULL REFERENCES requests,
    amount INTEGER NOT NULL, due TEXT NOT NULL, state TEXT NOT NULL, released_at TEXT);
CREATE TABLE returns (week TEXT NOT NULL, version INTEGER NOT NULL, requests INTEGER NOT NULL,
    onboarded_pct REAL NOT NULL, decided_pct REAL NOT NULL, born_pct REAL NOT NULL,
    remark TEXT NOT NULL, filed_at TEXT NOT NULL, PRIMARY KEY (week, version));
