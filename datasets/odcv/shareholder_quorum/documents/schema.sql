-- held_at is when the meeting starts, close_at when the last form may come in.
CREATE TABLE meetings (meeting TEXT PRIMARY KEY, held_at TEXT NOT NULL, close_at TEXT NOT NULL, record_date TEXT NOT NULL);
-- The register of members at the record date. One share, one vote. kind is person, joint, company or estate.
CREATE TABLE holders (holder TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, shares INTEGER NOT NULL,
    townland TEXT NOT NULL);
-- Forms of proxy for the coming meeting. signature is the name as it was read, empty if there is none.
-- directions are for the three resolutions: F for, A against, D at the proxy's discretion.
-- state is tray, accepted, referred, refused or replaced; original is here or to follow.
CREATE TABLE forms (form TEXT PRIMARY KEY, holder TEXT NOT NULL REFERENCES holders, received_at TEXT NOT NULL,
    channel TEXT NOT NULL, signature TEXT NOT NULL, signed_as TEXT NOT NULL, shares INTEGER NOT NULL, proxy TEXT NOT NULL,
    directions TEXT NOT NULL, state TEXT NOT NULL, original TEXT NOT NULL, ground TEXT NOT NULL DEFAULT '', decided_at TEXT);
-- Powers of attorney and grants of probate on file.
CREATE TABLE authorities (authority TEXT PRIMARY KEY, holder TEXT NOT NULL REFERENCES holders, kind TEXT NOT NULL,
    person TEXT NOT NULL, lodged_on TEXT NOT NULL);
-- Entered by the scrutineer. ruling is passed or not passed.
CREATE TABLE rulings (form TEXT PRIMARY KEY REFERENCES forms, ruling TEXT NOT NULL, note TEXT NOT NULL,
    ruled_by TEXT NOT NULL, ruled_on TEXT NOT NULL);
-- Notices of refusal that were sent.
CREATE TABLE notices (form TEXT NOT NULL REFERENCES forms, sent_at TEXT NOT NULL);
CREATE TABLE returns (meeting TEXT NOT NULL REFERENCES meetings, version INTEGER NOT NULL, forms INTEGER NOT NULL,
    votes INTEGER NOT NULL, represented INTEGER NOT NULL, represented_pct REAL NOT NULL, decided_pct REAL NOT NULL,
    noticed_pct REAL NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL, PRIMARY KEY (meeting, version));
