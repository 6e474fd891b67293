-- CA customer adviser, KR key-holding responder. places is the number of interview places in a round.
CREATE TABLE roles (role TEXT PRIMARY KEY, title TEXT NOT NULL, places INTEGER NOT NULL);
-- As advertised. kind is essential (with the fewest points that will do), desirable or condition.
CREATE TABLE criteria (role TEXT NOT NULL REFERENCES roles, number INTEGER NOT NULL, criterion TEXT NOT NULL,
    kind TEXT NOT NULL, least INTEGER, PRIMARY KEY (role, number));
CREATE TABLE rounds (round TEXT PRIMARY KEY, opened TEXT NOT NULL, closed TEXT NOT NULL);
-- state is received or withdrawn.
CREATE TABLE applications (application TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds,
    role TEXT NOT NULL REFERENCES roles, name TEXT NOT NULL, received TEXT NOT NULL, source TEXT NOT NULL,
    state TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
-- The work history on the form, by month. kind is job, leave, study or gap.
CREATE TABLE histories (application TEXT NOT NULL REFERENCES applications, first_month TEXT NOT NULL,
    last_month TEXT NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL);
-- The panel's points, 0 to 4, in the order of the criteria.
CREATE TABLE ratings (application TEXT PRIMARY KEY REFERENCES applications, c1 INTEGER NOT NULL,
    c2 INTEGER NOT NULL, c3 INTEGER NOT NULL, c4 INTEGER NOT NULL, sheet TEXT NOT NULL, entered_at TEXT NOT NULL);
-- From the people analyst's model, run on the night after closing.
CREATE TABLE predictions (application TEXT PRIMARY KEY REFERENCES applications, job_months INTEGER NOT NULL,
    miles INTEGER NOT NULL, shift_work INTEGER NOT NULL, stays_pct REAL NOT NULL, run_on TEXT NOT NULL);
CREATE TABLE lists (round TEXT NOT NULL, role TEXT NOT NULL, version INTEGER NOT NULL, listed INTEGER NOT NULL,
    retention REAL NOT NULL, rated REAL NOT NULL, days INTEGER NOT NULL, remark TEXT NOT NULL,
    filed_at TEXT NOT NULL, PRIMARY KEY (round, role, version));
CREATE TABLE list_places (round TEXT NOT NULL, role TEXT NOT NULL, version INTEGER NOT NULL,
    place INTEGER NOT NULL, application TEXT NOT NULL, points INTEGER NOT NULL,
    PRIMARY KEY (round, role, version, place));
