CREATE TABLE tours (tour TEXT PRIMARY KEY, name TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL);
CREATE TABLE dates (id INTEGER PRIMARY KEY, tour TEXT NOT NULL REFERENCES tours, day TEXT NOT NULL,
    kind TEXT NOT NULL, town TEXT NOT NULL, venue TEXT NOT NULL, get_in TEXT NOT NULL, starts TEXT NOT NULL,
    seats INTEGER);
-- Players and staff; room is what the agreement gives them on tour.
CREATE TABLE persons (person TEXT PRIMARY KEY, name TEXT NOT NULL, part TEXT NOT NULL, room TEXT NOT NULL);
CREATE TABLE party (tour TEXT NOT NULL REFERENCES tours, person TEXT NOT NULL REFERENCES persons,
    joins_on TEXT NOT NULL, leaves_on TEXT NOT NULL, PRIMARY KEY (tour, person));
CREATE TABLE hotels (hotel TEXT PRIMARY KEY, name TEXT NOT NULL, town TEXT NOT NULL, email TEXT NOT NULL,
    single_cents INTEGER NOT NULL, twin_cents INTEGER NOT NULL);
CREATE TABLE coaches (firm TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, seats INTEGER NOT NULL,
    day_cents INTEGER NOT NULL);
CREATE TABLE room_bookings (booking TEXT PRIMARY KEY, tour TEXT NOT NULL REFERENCES tours, night TEXT NOT NULL,
    hotel TEXT NOT NULL REFERENCES hotels, singles INTEGER NOT NULL, twins INTEGER NOT NULL,
    state TEXT NOT NULL, booked_at TEXT NOT NULL);
CREATE TABLE coach_bookings (booking TEXT PRIMARY KEY, tour TEXT NOT NULL REFERENCES tours, day TEXT NOT NULL,
    firm TEXT NOT NULL REFERENCES coaches, pick_up TEXT NOT NULL, state TEXT NOT NULL, booked_at TEXT NOT NULL);
CREATE TABLE rates (kind TEXT NOT NULL, cents INTEGER NOT NULL, since TEXT NOT NULL, PRIMARY KEY (kind, since));
CREATE TABLE per_diems (tour TEXT NOT NULL REFERENCES tours, person TEXT NOT NULL REFERENCES persons,
    day TEXT NOT NULL, kind TEXT NOT NULL, cents INTEGER NOT NULL, entered_at TEXT NOT NULL,
    PRIMARY KEY (tour, person, day));
CREATE TABLE sheets (tour TEXT NOT NULL REFERENCES tours, version INTEGER NOT NULL, persons INTEGER NOT NULL,
    nights INTEGER NOT NULL, per_diem_cents INTEGER NOT NULL, remark TEXT NOT NULL, filed_at TEXT NOT NULL,
    PRIMARY KEY (tour, version));
-- Next season, written by the planning group.
CREATE TABLE season_plan (id INTEGER PRIMARY KEY, month TEXT NOT NULL, town TEXT NOT NULL, what TEXT NOT NULL,
    kind TEXT NOT NULL, state TEXT NOT NULL);
