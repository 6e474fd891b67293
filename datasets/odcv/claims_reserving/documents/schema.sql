CREATE TABLE vessels (vessel TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, port TEXT NOT NULL,
    feet INTEGER NOT NULL, built INTEGER NOT NULL, insured_value INTEGER NOT NULL);
-- Written by reception; claim is filled in when the loss is booked.
CREATE TABLE notices (notice TEXT PRIMARY KEY, came_on TEXT, channel TEXT NOT NULL,
    vessel TEXT NOT NULL REFERENCES vessels, kind TEXT NOT NULL, loss_day TEXT NOT NULL,
    told TEXT NOT NULL, claim TEXT);
-- reserve: what is still to be paid, in dollars. adjuster: empty on the desk's own claims.
CREATE TABLE claims (claim TEXT PRIMARY KEY, notice TEXT NOT NULL, vessel TEXT NOT NULL REFERENCES vessels,
    kind TEXT NOT NULL, loss_day TEXT NOT NULL, came_on TEXT NOT NULL, booked_on TEXT NOT NULL,
    adjuster TEXT NOT NULL, reserve INTEGER NOT NULL, state TEXT NOT NULL);
-- Written by the adjusters and surveyors; figure: the adjuster's, of what is still to be paid.
CREATE TABLE file_notes (note TEXT PRIMARY KEY, claim TEXT NOT NULL REFERENCES claims, day TEXT NOT NULL,
    writer TEXT NOT NULL, text TEXT NOT NULL, figure INTEGER);
CREATE TABLE moves (id INTEGER PRIMARY KEY, claim TEXT NOT NULL REFERENCES claims, day TEXT NOT NULL,
    was INTEGER NOT NULL, now INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE payments (id INTEGER PRIMARY KEY, claim TEXT NOT NULL REFERENCES claims, day TEXT NOT NULL,
    amount INTEGER NOT NULL, payee TEXT NOT NULL);
-- Set by the claims manager each quarter.
CREATE TABLE averages (kind TEXT PRIMARY KEY, last_quarter INTEGER NOT NULL, this_quarter INTEGER NOT NULL);
-- Written by the treasurer's office; ibnr_change is the actuary's.
CREATE TABLE premiums (quarter TEXT PRIMARY KEY, written INTEGER NOT NULL, earned INTEGER NOT NULL,
    expenses INTEGER NOT NULL, ibnr_change INTEGER NOT NULL);
CREATE TABLE returns (quarter TEXT NOT NULL, version INTEGER NOT NULL, earned INTEGER NOT NULL,
    paid INTEGER NOT NULL, outstanding INTEGER NOT NULL, ratio_pct REAL NOT NULL, reasons_pct REAL NOT NULL,
    booked_pct REAL NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL, PRIMARY KEY (quarter, version));
