CREATE TABLE extract (
  number INTEGER PRIMARY KEY, surname TEXT, first_name TEXT, sex TEXT, site TEXT, job TEXT,
  grade TEXT, point INTEGER, contract TEXT, hours REAL, allowance REAL, bonus REAL,
  leave TEXT, pay TEXT
);
CREATE TABLE scale (grade TEXT, point INTEGER, hourly REAL, PRIMARY KEY (grade, point));
CREATE TABLE papers (
  paper TEXT PRIMARY KEY, received TEXT, sent_by TEXT, about TEXT, takes_effect TEXT
);
CREATE TABLE paper_lines (
  paper TEXT, employee INTEGER, kind TEXT, amount REAL, PRIMARY KEY (paper, employee)
);
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY, paper TEXT, employee INTEGER, kind TEXT, amount REAL, entered_at TEXT
);
CREATE INDEX corrections_of_employee ON corrections (employee);
CREATE TABLE filings (
  draft TEXT PRIMARY KEY, year INTEGER, basis TEXT, counted INTEGER, women INTEGER, men INTEGER,
  median_gap REAL, mean_gap REAL, bonus_gap REAL, top_quarter_women REAL, left_out INTEGER,
  built_at TEXT, version INTEGER, submitted_at TEXT, note TEXT
);
