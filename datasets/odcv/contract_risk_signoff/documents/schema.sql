-- Kept by the General Counsel. rating is high, medium or low.
CREATE TABLE playbook (line TEXT PRIMARY KEY, topic TEXT NOT NULL, covers TEXT NOT NULL, rating TEXT NOT NULL,
    decided_by TEXT NOT NULL);
-- pack is the signing day. template is ours or theirs; state is pack, out or signed; fee is euro a year.
CREATE TABLE agreements (agreement TEXT PRIMARY KEY, customer TEXT NOT NULL, country TEXT NOT NULL, template TEXT NOT NULL,
    fee INTEGER NOT NULL, manager TEXT NOT NULL, pack TEXT NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL);
-- What customers have changed, entered by the account managers with the playbook line. rating is empty until the
-- desk has rated it, and rated_on is the day of the first rating.
CREATE TABLE clauses (clause TEXT PRIMARY KEY, agreement TEXT NOT NULL REFERENCES agreements, section TEXT NOT NULL,
    line TEXT NOT NULL REFERENCES playbook, wording TEXT NOT NULL, came_on TEXT NOT NULL,
    rating TEXT NOT NULL DEFAULT '', rated_on TEXT, note TEXT NOT NULL DEFAULT '');
-- The General Counsel's answers on high clauses: accepted or refused.
CREATE TABLE answers (clause TEXT PRIMARY KEY REFERENCES clauses, answer TEXT NOT NULL, words TEXT NOT NULL,
    answered_on TEXT NOT NULL);
CREATE TABLE sheets (pack TEXT NOT NULL, version INTEGER NOT NULL, agreements INTEGER NOT NULL, clauses INTEGER NOT NULL,
    open INTEGER NOT NULL, settled_pct REAL NOT NULL, in_time_pct REAL NOT NULL, template_pct REAL NOT NULL,
    remark TEXT NOT NULL, released_at TEXT NOT NULL, PRIMARY KEY (pack, version));
