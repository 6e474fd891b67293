CREATE TABLE trials (trial TEXT PRIMARY KEY, name TEXT NOT NULL, water TEXT NOT NULL);
CREATE TABLE plots (plot TEXT PRIMARY KEY, trial TEXT NOT NULL REFERENCES trials, entry TEXT NOT NULL,
    rep INTEGER NOT NULL);
-- stress: 1 fresh to 9 dead; stage: BBCH.
CREATE TABLE diary (id INTEGER PRIMARY KEY, plot TEXT NOT NULL REFERENCES plots, day TEXT NOT NULL,
    stress INTEGER NOT NULL, stage INTEGER NOT NULL, remark TEXT NOT NULL, by_whom TEXT NOT NULL,
    entered_at TEXT NOT NULL);
CREATE TABLE sheets (week TEXT NOT NULL, trial TEXT NOT NULL REFERENCES trials, version INTEGER NOT NULL,
    plots_seen INTEGER NOT NULL, plots_total INTEGER NOT NULL, mean_stress REAL, remark TEXT NOT NULL,
    filed_at TEXT NOT NULL, PRIMARY KEY (week, trial, version));
CREATE TABLE seed_lots (lot TEXT PRIMARY KEY, entry TEXT NOT NULL, grams INTEGER NOT NULL,
    germination INTEGER NOT NULL, tested_on TEXT NOT NULL);
CREATE TABLE requests (number TEXT PRIMARY KEY, received_on TEXT NOT NULL, who TEXT NOT NULL,
    place TEXT NOT NULL, country TEXT NOT NULL, entry TEXT NOT NULL, grams INTEGER NOT NULL,
    purpose TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE dispatch_notes (number TEXT PRIMARY KEY, request TEXT NOT NULL REFERENCES requests,
    lot TEXT NOT NULL REFERENCES seed_lots, grams INTEGER NOT NULL, certificate TEXT,
    remark TEXT NOT NULL, issued_at TEXT NOT NULL);
CREATE TABLE links (id INTEGER PRIMARY KEY, folder TEXT NOT NULL, address TEXT NOT NULL,
    purpose TEXT NOT NULL, opened_at TEXT NOT NULL, until TEXT NOT NULL, closed_at TEXT);
CREATE TABLE visitors (id INTEGER PRIMARY KEY, day TEXT NOT NULL, at TEXT NOT NULL, party TEXT NOT NULL,
    persons INTEGER NOT NULL, host TEXT NOT NULL);
