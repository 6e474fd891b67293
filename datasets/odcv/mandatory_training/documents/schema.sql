-- One module a quarter; it closes on the third Thursday of the last month.
CREATE TABLE modules (module TEXT PRIMARY KEY, title TEXT NOT NULL, quarter TEXT NOT NULL, assigned_on TEXT NOT NULL,
    closes_on TEXT NOT NULL);
-- From payroll. former_name where somebody changed it.
CREATE TABLE staff (emp TEXT PRIMARY KEY, name TEXT NOT NULL, former_name TEXT, site TEXT NOT NULL, job TEXT NOT NULL,
    address TEXT, started_on TEXT NOT NULL, orientation_on TEXT, left_on TEXT);
-- Kept by HR.
CREATE TABLE leaves (leave TEXT PRIMARY KEY, emp TEXT NOT NULL REFERENCES staff, kind TEXT NOT NULL,
    first_day TEXT NOT NULL, last_day TEXT NOT NULL);
-- The provider's feed, read in on Monday mornings. The pass mark is 80.
CREATE TABLE sessions (session TEXT PRIMARY KEY, module TEXT NOT NULL, login TEXT NOT NULL, name TEXT NOT NULL,
    site TEXT, finished_on TEXT NOT NULL, score INTEGER NOT NULL);
-- status is open, completed or exempt.
CREATE TABLE assignments (module TEXT NOT NULL REFERENCES modules, emp TEXT NOT NULL REFERENCES staff,
    assigned_on TEXT NOT NULL, status TEXT NOT NULL, session TEXT, completed_on TEXT, note TEXT NOT NULL,
    PRIMARY KEY (module, emp));
CREATE TABLE returns (quarter TEXT NOT NULL, version INTEGER NOT NULL, completed_pct REAL NOT NULL,
    avg_days REAL NOT NULL, orientation_pct REAL NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL,
    PRIMARY KEY (quarter, version));
