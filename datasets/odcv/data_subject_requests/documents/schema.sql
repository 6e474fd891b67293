CREATE TABLE memberships (membership TEXT PRIMARY KEY, kind TEXT NOT NULL, club TEXT NOT NULL,
    since TEXT NOT NULL, monthly_eur REAL NOT NULL);
CREATE TABLE members (member TEXT PRIMARY KEY, membership TEXT NOT NULL REFERENCES memberships,
    name TEXT NOT NULL, born TEXT NOT NULL, email TEXT NOT NULL, email_state TEXT NOT NULL,
    phone TEXT NOT NULL, street TEXT NOT NULL, town TEXT NOT NULL, card TEXT NOT NULL UNIQUE);
CREATE TABLE visits (id INTEGER PRIMARY KEY, card TEXT NOT NULL, club TEXT NOT NULL,
    at TEXT NOT NULL, minutes INTEGER NOT NULL);
-- Written by the mail gateway; member is whom it takes the sender to write for, if anybody.
CREATE TABLE intake (stamp TEXT PRIMARY KEY, arrived TEXT NOT NULL, mailbox TEXT NOT NULL,
    sender TEXT NOT NULL, subject TEXT NOT NULL, member TEXT REFERENCES members);
-- Written by Member Services.
CREATE TABLE identity_checks (id INTEGER PRIMARY KEY, member TEXT NOT NULL REFERENCES members,
    address TEXT NOT NULL, checked_on TEXT NOT NULL, how TEXT NOT NULL, checked_by TEXT NOT NULL);
CREATE TABLE requests (number TEXT PRIMARY KEY, stamp TEXT REFERENCES intake,
    member TEXT NOT NULL REFERENCES members, requester TEXT NOT NULL, channel TEXT NOT NULL,
    received_on TEXT NOT NULL, answered_on TEXT, logged_at TEXT NOT NULL);
CREATE TABLE dismissals (stamp TEXT PRIMARY KEY REFERENCES intake, reason TEXT NOT NULL,
    dismissed_at TEXT NOT NULL);
CREATE TABLE corrections (number TEXT NOT NULL REFERENCES requests, day TEXT NOT NULL,
    what TEXT NOT NULL);
CREATE TABLE filings (quarter TEXT NOT NULL, version INTEGER NOT NULL, due INTEGER NOT NULL,
    in_time INTEGER NOT NULL, pct REAL NOT NULL, median_days REAL NOT NULL,
    corrected_pct REAL NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL,
    PRIMARY KEY (quarter, version));
