CREATE TABLE counts (item TEXT PRIMARY KEY, booked INTEGER, counted INTEGER);
CREATE TABLE weekly_figure (week TEXT PRIMARY KEY, percent REAL);
