CREATE TABLE items (item TEXT PRIMARY KEY, booked_on TEXT, entry INTEGER, what TEXT, department TEXT,
  amount_gbp REAL, put_on_by TEXT);
CREATE TABLE bank_letters (letter TEXT, dated TEXT, item TEXT, answer TEXT, up_to_gbp REAL, last_test TEXT,
  PRIMARY KEY (letter, item));
CREATE TABLE decisions (test_date TEXT, item TEXT, counted_gbp REAL, letter TEXT, reason TEXT,
  decided_by TEXT, decided_at TEXT, PRIMARY KEY (test_date, item));
CREATE TABLE calculations (calc TEXT PRIMARY KEY, test_date TEXT, view TEXT, cashflow_gbp REAL,
  debt_service_gbp REAL, cover REAL, leverage REAL, counted TEXT, made_by TEXT, made_at TEXT);
CREATE TABLE certificates (test_date TEXT, addressee TEXT, version INTEGER, calc TEXT, cover REAL,
  leverage REAL, note TEXT, issued_by TEXT, issued_at TEXT, PRIMARY KEY (test_date, addressee, version));
