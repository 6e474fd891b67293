-- Funds on the panel, one row a fund. profile is 1 (lowest risk) to 6; ocf is the ongoing charge in
-- per cent a year; house is 1 for our own range.
CREATE TABLE funds (code TEXT PRIMARY KEY, name TEXT NOT NULL, profile INTEGER NOT NULL,
    ocf REAL NOT NULL, house INTEGER NOT NULL);
CREATE TABLE clients (client TEXT PRIMARY KEY, name TEXT NOT NULL, born TEXT NOT NULL,
    since TEXT NOT NULL, adviser TEXT NOT NULL);
-- Written by the adviser after the meeting. profile is what was agreed.
CREATE TABLE reviews (client TEXT NOT NULL REFERENCES clients, held_on TEXT NOT NULL, how TEXT NOT NULL,
    adviser TEXT NOT NULL, profile INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (client, held_on));
-- Risk questionnaires that clients have signed, as scored.
CREATE TABLE questionnaires (number TEXT PRIMARY KEY, client TEXT NOT NULL REFERENCES clients,
    signed_on TEXT NOT NULL, score INTEGER NOT NULL, profile INTEGER NOT NULL);
-- The profile in use.
CREATE TABLE profiles (client TEXT PRIMARY KEY REFERENCES clients, profile INTEGER NOT NULL,
    agreed_on TEXT NOT NULL, basis TEXT NOT NULL);
-- kind is new money, transfer, switch or top-up. For a transfer or switch, from_plan and from_charge
-- are what the client has now; for a top-up they are our fund that it is added to.
CREATE TABLE cases (case_no TEXT PRIMARY KEY, client TEXT NOT NULL REFERENCES clients, wrapper TEXT NOT NULL,
    kind TEXT NOT NULL, amount INTEGER NOT NULL, received TEXT NOT NULL, from_plan TEXT, from_charge REAL,
    state TEXT NOT NULL, fund TEXT REFERENCES funds, placed_on TEXT, note TEXT NOT NULL);
-- A fund that the client has asked for, recorded by the adviser.
CREATE TABLE requests (case_no TEXT PRIMARY KEY REFERENCES cases, fund TEXT NOT NULL REFERENCES funds,
    asked_on TEXT NOT NULL, adviser TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE letters (letter INTEGER PRIMARY KEY, case_no TEXT NOT NULL REFERENCES cases, form TEXT NOT NULL,
    fund TEXT NOT NULL, paragraph TEXT NOT NULL, sent_at TEXT NOT NULL);
CREATE TABLE returns (month TEXT NOT NULL, version INTEGER NOT NULL, cases INTEGER NOT NULL,
    new_money INTEGER NOT NULL, house_money INTEGER NOT NULL, house_share REAL NOT NULL,
    average_charge REAL NOT NULL, in_time REAL NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL,
    PRIMARY KEY (month, version));
