-- sent_to: station (first-aid kit on the floor), clinic (ours, Mon-Fri) or urgent care.
CREATE TABLE incidents (incident TEXT PRIMARY KEY, happened_at TEXT NOT NULL, reported_on TEXT NOT NULL,
    shift TEXT NOT NULL, employer TEXT NOT NULL, person TEXT NOT NULL, area TEXT NOT NULL,
    what TEXT NOT NULL, sent_to TEXT NOT NULL);
-- Written by the clinic, one per visit; paperwork from urgent care is entered there too.
CREATE TABLE clinic_notes (note INTEGER PRIMARY KEY, incident TEXT NOT NULL REFERENCES incidents,
    seen_on TEXT NOT NULL, seen_by TEXT NOT NULL, treatment TEXT NOT NULL, level TEXT NOT NULL);
-- Written by EHS.
CREATE TABLE determinations (incident TEXT PRIMARY KEY REFERENCES incidents, decided_on TEXT NOT NULL,
    decided_by TEXT NOT NULL, finding TEXT NOT NULL);
-- Form 300: H days away, I restricted or transferred, J other recordable. FA first aid,
-- NWR not work-related: neither is on the log.
CREATE TABLE codes (incident TEXT PRIMARY KEY REFERENCES incidents, code TEXT NOT NULL,
    coded_on TEXT NOT NULL, remark TEXT NOT NULL);
CREATE TABLE hours (month TEXT NOT NULL, crew TEXT NOT NULL, hours REAL NOT NULL,
    entered_on TEXT NOT NULL, PRIMARY KEY (month, crew));
CREATE TABLE profiles (quarter TEXT NOT NULL, version INTEGER NOT NULL, basis TEXT NOT NULL,
    recordables INTEGER NOT NULL, hours REAL NOT NULL, rate REAL NOT NULL, waiting INTEGER NOT NULL,
    same_day_pct REAL NOT NULL, remark TEXT NOT NULL, published_at TEXT NOT NULL,
    PRIMARY KEY (quarter, version));
