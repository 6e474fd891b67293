CREATE TABLE sites (site TEXT PRIMARY KEY, name TEXT NOT NULL, opened_on TEXT NOT NULL, nurse TEXT NOT NULL);
-- Versions of the consent form; in_force_to is empty for the one in use.
CREATE TABLE versions (version TEXT PRIMARY KEY, approved_on TEXT NOT NULL, in_force_from TEXT NOT NULL, in_force_to TEXT);
-- Delegation logs: who may take consent at a site. on_log_to is empty while they're on it.
CREATE TABLE delegates (site TEXT NOT NULL REFERENCES sites, name TEXT NOT NULL, role TEXT NOT NULL,
    on_log_from TEXT NOT NULL, on_log_to TEXT, PRIMARY KEY (site, name));
-- Kept by the sites. status is referred, no contact, not eligible, declined, eligible, consented or withdrawn.
CREATE TABLE screening (pid TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites, initials TEXT NOT NULL,
    born INTEGER NOT NULL, sex TEXT NOT NULL, source TEXT NOT NULL, referred_on TEXT NOT NULL, screened_on TEXT,
    status TEXT NOT NULL, status_on TEXT NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL);
-- Consent forms as read by the scanning bureau. The desk sets state (received, filed, returned), handled_on and reason.
CREATE TABLE forms (form TEXT PRIMARY KEY, pid TEXT NOT NULL REFERENCES screening, initials TEXT NOT NULL,
    version TEXT NOT NULL, boxes TEXT NOT NULL, participant_signature TEXT NOT NULL, participant_date TEXT,
    taken_by TEXT, taker_date TEXT, received_on TEXT NOT NULL, remark TEXT NOT NULL,
    state TEXT NOT NULL, handled_on TEXT, reason TEXT NOT NULL);
-- Filed consents. signed_on is the participant's date.
CREATE TABLE consents (form TEXT PRIMARY KEY REFERENCES forms, pid TEXT NOT NULL REFERENCES screening,
    version TEXT NOT NULL, signed_on TEXT, filed_on TEXT NOT NULL);
CREATE TABLE visits (pid TEXT NOT NULL REFERENCES screening, visit TEXT NOT NULL, due_on TEXT NOT NULL,
    done_on TEXT, PRIMARY KEY (pid, visit));
-- Quarterly reports to the funder; submitted_at is empty for a draft.
CREATE TABLE reports (period TEXT NOT NULL, version INTEGER NOT NULL, status TEXT NOT NULL,
    enrolled INTEGER NOT NULL, retention_pct REAL NOT NULL, first_time_pct REAL NOT NULL,
    remark TEXT NOT NULL, made_at TEXT NOT NULL, submitted_at TEXT, PRIMARY KEY (period, version));
