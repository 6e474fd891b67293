CREATE TABLE census (month TEXT NOT NULL, day TEXT NOT NULL);
CREATE TABLE consultants (code TEXT PRIMARY KEY, name TEXT NOT NULL, specialty TEXT NOT NULL);
CREATE TABLE pathways (pathway TEXT PRIMARY KEY, patient TEXT NOT NULL, born TEXT NOT NULL,
    consultant TEXT NOT NULL REFERENCES consultants, procedure TEXT NOT NULL,
    priority INTEGER NOT NULL, referral_stamped TEXT NOT NULL, clock_start TEXT NOT NULL);
CREATE TABLE documents (number TEXT PRIMARY KEY, pathway TEXT NOT NULL REFERENCES pathways,
    received_on TEXT NOT NULL, kind TEXT NOT NULL, summary TEXT NOT NULL,
    unavailable_from TEXT, unavailable_until TEXT, scanned_by TEXT NOT NULL);
CREATE TABLE pauses (id INTEGER PRIMARY KEY, pathway TEXT NOT NULL REFERENCES pathways,
    starts TEXT NOT NULL, ends TEXT NOT NULL, reason TEXT NOT NULL, document TEXT,
    entered_at TEXT NOT NULL, entered_by TEXT NOT NULL, withdrawn_at TEXT);
CREATE TABLE removals (id INTEGER PRIMARY KEY, pathway TEXT NOT NULL REFERENCES pathways,
    removed_on TEXT NOT NULL, reason TEXT NOT NULL,
    entered_at TEXT NOT NULL, entered_by TEXT NOT NULL, withdrawn_at TEXT);
CREATE TABLE operations (id INTEGER PRIMARY KEY, pathway TEXT NOT NULL REFERENCES pathways,
    theatre TEXT NOT NULL, on_day TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE TABLE sessions (theatre TEXT NOT NULL, on_day TEXT NOT NULL,
    planned_minutes INTEGER NOT NULL, used_minutes INTEGER NOT NULL);
CREATE TABLE appointments (pathway TEXT NOT NULL REFERENCES pathways, on_day TEXT NOT NULL,
    clinic TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE TABLE contacts (pathway TEXT NOT NULL REFERENCES pathways, on_day TEXT NOT NULL,
    clerk TEXT NOT NULL, outcome TEXT NOT NULL, note TEXT NOT NULL);
CREATE TABLE returns (month TEXT NOT NULL, version INTEGER NOT NULL, census TEXT NOT NULL,
    waiting INTEGER NOT NULL, within_18 INTEGER NOT NULL, within_pct REAL NOT NULL,
    utilisation_pct REAL NOT NULL, cancelled_pct REAL NOT NULL, remarks TEXT,
    submitted_at TEXT NOT NULL, submitted_by TEXT NOT NULL, PRIMARY KEY (month, version));
-- The list on the census day: days waited are net of pauses.
CREATE VIEW ptl AS
SELECT p.pathway, p.patient, k.specialty, k.name AS consultant, p.procedure, p.priority,
    p.clock_start, coalesce(x.days, 0) AS paused_days,
    CAST(julianday(c.day) - julianday(p.clock_start) AS INTEGER) - coalesce(x.days, 0)
        AS days_waited
FROM pathways p JOIN consultants k ON k.code = p.consultant CROSS JOIN census c
LEFT JOIN (
    SELECT pathway, CAST(sum(julianday(min(ends, day)) - julianday(starts) + 1) AS INTEGER) AS days
    FROM pauses CROSS JOIN census WHERE withdrawn_at IS NULL AND starts <= day
    GROUP BY pathway) x USING (pathway)
WHERE p.clock_start <= c.day AND p.pathway NOT IN (
    SELECT pathway FROM removals CROSS JOIN census
    WHERE withdrawn_at IS NULL AND removed_on <= day);
