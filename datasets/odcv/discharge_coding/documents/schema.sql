-- Weights as loaded in the encoder; cc_level is 2 with MCC, 1 with CC, 0 without either.
CREATE TABLE groups (family TEXT NOT NULL, cc_level INTEGER NOT NULL, drg TEXT NOT NULL,
    title TEXT NOT NULL, weight REAL NOT NULL, PRIMARY KEY (family, cc_level));
-- cc_level is 2 for an MCC, 1 for a CC, 0 for neither.
CREATE TABLE codes (code TEXT PRIMARY KEY, title TEXT NOT NULL, cc_level INTEGER NOT NULL);
-- Medicare inpatients discharged in the month that is being closed; a closed month goes to the
-- archive. state is final or held.
CREATE TABLE discharges (account TEXT PRIMARY KEY, mrn TEXT NOT NULL, patient TEXT NOT NULL,
    born TEXT NOT NULL, admitted TEXT NOT NULL, discharged TEXT NOT NULL, attending TEXT NOT NULL,
    unit TEXT NOT NULL, family TEXT NOT NULL, state TEXT NOT NULL, drg TEXT, coded_on TEXT);
-- Secondary diagnoses as listed for grouping.
CREATE TABLE diagnoses (account TEXT NOT NULL REFERENCES discharges, code TEXT NOT NULL REFERENCES codes,
    documented_in TEXT NOT NULL, PRIMARY KEY (account, code));
-- Written by clinical validation. outcome is supported, not supported or other code.
CREATE TABLE findings (account TEXT NOT NULL REFERENCES discharges, code TEXT NOT NULL REFERENCES codes,
    outcome TEXT NOT NULL, code_instead TEXT, note TEXT NOT NULL, reviewer TEXT NOT NULL,
    found_on TEXT NOT NULL, PRIMARY KEY (account, code));
-- Written by clinical validation; the physician answers in the chart.
CREATE TABLE queries (query TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES discharges,
    code TEXT NOT NULL, physician TEXT NOT NULL, asked_on TEXT NOT NULL, question TEXT NOT NULL,
    answered_on TEXT, answer TEXT);
CREATE TABLE statements (month TEXT NOT NULL, version INTEGER NOT NULL, discharges INTEGER NOT NULL,
    cmi REAL NOT NULL, coded_pct REAL NOT NULL, coding_days REAL NOT NULL, remark TEXT NOT NULL,
    filed_at TEXT NOT NULL, PRIMARY KEY (month, version));
