CREATE TABLE sites (site TEXT PRIMARY KEY, country TEXT, town TEXT, investigator TEXT, opened_on TEXT);
CREATE TABLE subjects (
    subject TEXT PRIMARY KEY, site TEXT, sex TEXT, age INTEGER, first_dose TEXT, last_dose TEXT
);
CREATE TABLE reports (
    report TEXT PRIMARY KEY, subject TEXT, site TEXT, term TEXT, verbatim TEXT, route TEXT,
    hospital TEXT, admitted TEXT, discharged TEXT, aware_at TEXT, received_at TEXT,
    latest_form TEXT, investigator TEXT, narrative TEXT,
    serious TEXT, serious_source TEXT, state TEXT, merged_into TEXT
);
CREATE TABLE pairs (
    pair TEXT PRIMARY KEY, first_report TEXT, second_report TEXT, found_on TEXT,
    state TEXT, reason TEXT, settled_by TEXT, settled_at TEXT
);
CREATE TABLE queries (pair TEXT, text TEXT, asked_by TEXT, asked_at TEXT, answer TEXT);
CREATE TABLE safety_tables (
    cut TEXT, version INTEGER, serious_events INTEGER, patient_years REAL, rate REAL,
    pairs_settled_pct REAL, on_time_pct REAL, note TEXT, filed_by TEXT, filed_at TEXT
);
