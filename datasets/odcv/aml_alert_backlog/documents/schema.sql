CREATE TABLE members (
    member INTEGER PRIMARY KEY, name TEXT, branch TEXT, joined TEXT, born INTEGER,
    occupation TEXT, expected_month INTEGER, note TEXT
);
CREATE TABLE alerts (
    alert TEXT PRIMARY KEY, run TEXT, member INTEGER, rule TEXT, amount INTEGER, score INTEGER,
    raised_at TEXT, state TEXT
);
CREATE TABLE transactions (
    txn INTEGER PRIMARY KEY, member INTEGER, booked_on TEXT, kind TEXT, amount INTEGER,
    party TEXT, iban TEXT, alert TEXT
);
CREATE TABLE closures (
    alert TEXT, template TEXT, narrative TEXT, closed_by TEXT, closed_at TEXT, reopened_at TEXT
);
CREATE TABLE referrals (
    alert TEXT, reason TEXT, referred_by TEXT, referred_at TEXT, decision TEXT, decided_by TEXT,
    decided_at TEXT
);
CREATE TABLE requests (
    request TEXT PRIMARY KEY, alert TEXT, asked_of TEXT, question TEXT, asked_on TEXT,
    answered_on TEXT, document TEXT
);
CREATE TABLE documents (
    document TEXT PRIMARY KEY, member INTEGER, kind TEXT, says TEXT, per_month INTEGER,
    received_on TEXT
);
CREATE TABLE rescores (
    alert TEXT, expected INTEGER, document TEXT, score_was INTEGER, score INTEGER, done_by TEXT,
    done_at TEXT
);
CREATE TABLE templates (template TEXT PRIMARY KEY, title TEXT, kind TEXT, wording TEXT, approved_on TEXT);
CREATE TABLE common_payees (iban TEXT PRIMARY KEY, party TEXT, added_on TEXT);
CREATE TABLE qa_samples (run TEXT PRIMARY KEY, read INTEGER, sent_back INTEGER, read_by TEXT, read_on TEXT);
CREATE TABLE returns (
    run TEXT, version INTEGER, alerts INTEGER, closed INTEGER, closed_pct REAL, linked_pct REAL,
    sent_back_pct REAL, remark TEXT, filed_by TEXT, filed_at TEXT
);
