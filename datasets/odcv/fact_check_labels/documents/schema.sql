-- Registered accounts of the county. kind is candidate, party, publisher or group.
CREATE TABLE accounts (account TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,
    party TEXT NOT NULL DEFAULT '', ward TEXT NOT NULL DEFAULT '');
-- Civic posts as the feed delivers them, with the text as first posted. Posts that never had a label are dropped after five weeks.
CREATE TABLE posts (post TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts,
    posted_at TEXT NOT NULL, text TEXT NOT NULL, views INTEGER NOT NULL, interactions INTEGER NOT NULL);
-- What the fact-checkers have checked. rating is False, Altered, Partly false or Missing context.
CREATE TABLE claims (claim TEXT PRIMARY KEY, summary TEXT NOT NULL, rating TEXT NOT NULL,
    checker TEXT NOT NULL, checked_on TEXT NOT NULL);
-- One per post. state is on, lifted or expired.
CREATE TABLE labels (post TEXT PRIMARY KEY REFERENCES posts, claim TEXT NOT NULL REFERENCES claims,
    put_on TEXT NOT NULL, state TEXT NOT NULL, basis TEXT NOT NULL DEFAULT '', ended_at TEXT);
-- From the form. state is new, passed on, returned, granted or refused.
CREATE TABLE appeals (appeal TEXT PRIMARY KEY, post TEXT NOT NULL REFERENCES posts,
    account TEXT NOT NULL REFERENCES accounts, received_at TEXT NOT NULL, ground TEXT NOT NULL,
    state TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', handled_at TEXT, closed_at TEXT);
-- Written by the fact-checkers. decision is lift, keep or correct (stays on until they have seen a correction).
CREATE TABLE rulings (ruling TEXT PRIMARY KEY, post TEXT NOT NULL REFERENCES posts, decision TEXT NOT NULL,
    note TEXT NOT NULL, checker TEXT NOT NULL, ruled_at TEXT NOT NULL);
CREATE TABLE figures (week TEXT NOT NULL, version INTEGER NOT NULL, posts INTEGER NOT NULL,
    interaction_pct REAL NOT NULL, handled_pct REAL NOT NULL, carried_pct REAL NOT NULL,
    remark TEXT NOT NULL, filed_at TEXT NOT NULL, PRIMARY KEY (week, version));
