"""Sales, lots, invoices and what is still in store."""

from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, TUE, WEEK, Calendar, on_or_before, spoken

TOWNS = ("Ashford Carbonell", "Bromyard", "Kington", "Thrapston", "Malmesbury", "Horncastle", "Alford", "Cirencester")
WRITERS = ("late_one", "late_two", "late_paid")
TRADE = "C1008"


class Saleroom:
    """The house's tables, filled in order: clients, sales, lots, invoices, storage."""

    def __init__(
        self, world: WorldBuilder, rng: Random, calendar: Calendar, lists: dict[str, list[str]]
    ) -> None:
        self.world, self.rng, self.calendar, self.lists = world, rng, calendar, lists
        self.today = world.now.date()
        self.facts: dict[str, Any] = {}
        self._invoice = rng.randint(30_410, 33_200)

    def fill(self, dealer: str, decider: str) -> None:
        """Nine weekly sales, the last fine sale and the next one."""
        self._add_clients(dealer)
        latest = on_or_before(self.today, TUE)
        for ago in range(8, -1, -1):
            self._hold(f"T{latest - ago * WEEK:%y%m%d}", "weekly", latest - ago * WEEK, self.rng.randint(46, 62))
        number, held = self.rng.randint(38, 57), self.calendar.on_or_before(self.today - 90 * DAY)
        self._hold(f"F{number}", "fine", held, 84)
        self._withdraw(f"F{number}", held, decider)
        upcoming = self.today + 15 * DAY
        self._hold(f"F{number + 1}", "fine", upcoming, 96)
        self._choose_lots(f"F{number + 1}", upcoming)
        self._bill_late()
        self._store(latest)

    def book_viewings(self, days: list[date]) -> None:
        """What is in the diary already, leaving the times that people ask for."""
        names = self.rng.sample(sorted(self.names.values()), 5)
        taken = [(days[0], "10:30"), (days[0], "14:00"), (days[1], "09:30"), (days[1], "11:00"), (days[1], "15:00")]
        for (day, clock), name in zip(taken, names, strict=True):
            lots = ", ".join(str(n) for n in sorted(self.rng.sample(range(1, 97), 2)))
            booked = self.calendar.draw(self.calendar.before(self.today, self.rng.randint(1, 4)), self.rng)
            self.world.rows("viewings", [(day, clock, name, lots, booked)])

    def issue_sheets(self) -> list[dict[str, Any]]:
        """The three sheets before, issued on Thursdays for the week that followed."""
        return [self._issue(self.today - ago * WEEK, ago) for ago in (3, 2, 1)]

    def _issue(self, issued: date, ago: int) -> dict[str, Any]:
        rng, week = self.rng, "{}-W{:02}".format(*(issued + WEEK).isocalendar()[:2])
        monday = issued + (7 - issued.weekday()) * DAY
        days = self.calendar.working_days(monday, monday + 4 * DAY)
        times = sorted(rng.sample([(day, clock) for day in days for clock in ("09:30", "11:00", "15:30")], rng.randint(2, 5)))
        earlier = str(int(self.facts["fine_sale"][1:]) - 1)
        for (day, clock), name in zip(times, rng.sample(sorted(self.names.values()), len(times)), strict=True):
            booked = self.calendar.draw(self.calendar.before(issued), rng)
            self.world.rows("viewings", [(day, clock, name, f"F{earlier}: {rng.randint(1, 84)}, unsold", booked)])
        reports = rng.randint(1, 2) if ago == 1 else 0  # there was no catalogue before
        for lot in self.facts["described"][-reports:] if reports else []:
            sent = self.calendar.draw(issued, rng, "09:00", "13:30")
            to = f"{rng.choice('abcdhjm')}.{rng.choice(_SURNAMES.split()).lower()}@orbitmail.co.uk"
            self.world.rows("reports_sent", [(self.facts["fine_sale"], lot["lot"], to, sent)])
        sale = f"T{on_or_before(issued - 16 * DAY, TUE):%y%m%d}"
        behind = rng.sample(sorted(self.names), rng.randint(1, 3))
        for client in behind:
            held = date.fromisoformat(f"20{sale[1:3]}-{sale[3:5]}-{sale[5:7]}")
            paid = self.calendar.on_or_after(issued + rng.randint(1, 4) * DAY)
            invoice = self._bill(client, sale, rng.uniform(24, 260), held + DAY, paid)
            self.world.rows("reminders", [(invoice, self.calendar.draw(self.calendar.before(issued), rng))])
        counts = {"viewings": len(times), "reports": reports, "reminders": len(behind), "stored": rng.randint(9, 17)}
        pounds = rng.randrange(110, 320, 2)
        at = self.calendar.draw(issued, rng, "14:02", "14:21")
        self.world.rows("week_sheets", [(week, 1, *counts.values(), pounds, "", at)])
        return {"week": week, "issued": str(issued), "pounds": pounds, **counts}

    def _add_clients(self, dealer: str) -> None:
        rng, people = self.rng, self.world.people
        writers = {f"C{1001 + place}": people[key] for place, key in enumerate(WRITERS)}
        self.names = {}
        for client, person in writers.items():
            self.world.rows("clients", [(client, person.name, rng.choice(TOWNS), person.address)])
        self.world.rows("clients", [(TRADE, dealer, rng.choice(TOWNS), people["dealer"].address)])
        taken = {person.name.split()[-1] for person in people.values()}
        surnames = [last for last in _SURNAMES.split() if last not in taken]
        for place, last in enumerate(rng.sample(surnames, 44)):
            name = f"{rng.choice(('Mr', 'Mrs', 'Ms', 'Dr'))} {rng.choice('ABCDEGHJKLMPRST')} {last}"
            self.names[f"C{1020 + place * 3}"] = name
            self.world.rows("clients", [(f"C{1020 + place * 3}", name, rng.choice(TOWNS), None)])

    def _hold(self, sale: str, kind: str, held: date, count: int) -> None:
        rng, clients = self.rng, sorted(self.names)
        self.world.rows("sales", [(sale, kind, held)])
        fine, over = kind == "fine", held <= self.today
        for lot in range(1, count + 1):
            low = rng.randrange(400, 5_200, 100) if fine else rng.randrange(20, 120, 10)
            high, reserve = int(low * 1.5), low - low // 10 if fine or rng.random() < 0.2 else None
            state, hammer, buyer = "catalogued", None, None
            if over:
                bid = round(low * rng.uniform(0.7, 1.9) / 5) * 5
                state = "sold" if bid >= (reserve or 0) else "unsold"
                hammer, buyer = (bid, rng.choice(clients)) if state == "sold" else (None, None)
            title = rng.choice(self.lists["fine" if fine else "tuesday"]) + rng.choice(_TAILS[fine])
            row = (sale, lot, title, rng.choice(clients), low, high, reserve, state, hammer, buyer)
            self.world.rows("lots", [row])
            if buyer and rng.random() < 0.35:
                self._bill(buyer, sale, hammer * 1.24, held + DAY, self._settled(held))

    def _settled(self, held: date) -> date | None:
        paid = self.calendar.on_or_after(held + self.rng.randint(2, 9) * DAY)
        return paid if paid < self.today else None

    def _bill(self, client: str, sale: str, pounds: float, issued: date, paid: date | None) -> str:
        self._invoice += self.rng.randint(1, 3)
        self.world.rows("invoices", [(f"N{self._invoice}", client, sale, round(pounds, 2), issued, paid)])
        return f"N{self._invoice}"

    def _withdraw(self, sale: str, held: date, decider: str) -> None:
        """The three of last time, taken out and sold at the reserve."""
        for lot in self.rng.sample(range(20, 80), 3):
            self.world.database.execute(
                "UPDATE lots SET state = 'withdrawn', hammer = NULL, buyer = NULL WHERE sale = ? AND lot = ?",
                (sale, lot),
            )
            price = self._value("SELECT reserve FROM lots WHERE sale = ? AND lot = ?", sale, lot)
            entered = self.calendar.before(held, 3)
            self.world.rows("private_sales", [(sale, lot, TRADE, price, entered, decider)])

    def _choose_lots(self, sale: str, held: date) -> None:
        numbers = sorted(self.rng.sample(range(12, 94), 9))
        self.rng.shuffle(numbers)
        self._set_reserves(sale, numbers[:3])
        total = sum(self._value("SELECT reserve FROM lots WHERE sale = ? AND lot = ?", sale, n) for n in numbers[:3])
        described = [self._lot(sale, n) for n in sorted(numbers[3:9])]
        for lot in described:
            writer = self.world.people["cataloguer"].name
            self.world.rows("reports", [(sale, lot["lot"], lot["file"], writer)])
        self.facts |= {
            "fine_sale": sale,
            "fine_day": spoken(held, weekday=True),
            "three": [self._lot(sale, n) for n in sorted(numbers[:3])],
            "three_total": f"{total:,}",
            "described": described,
            "asked": [self._lot(sale, numbers[3]), self._lot(sale, numbers[4])],
            "seen": [self._lot(sale, n) for n in numbers[5:8]],
        }

    def _set_reserves(self, sale: str, lots: list[int]) -> None:
        for lot in lots:
            reserve = self.rng.randrange(1_405, 2_995, 10)
            values = (reserve, reserve // 100 * 100 + 100, reserve // 100 * 150 + 150, sale, lot)
            self.world.database.execute(
                "UPDATE lots SET reserve = ?, low = ?, high = ? WHERE sale = ? AND lot = ?", values
            )

    def _lot(self, sale: str, lot: int) -> dict[str, Any]:
        title = self._value("SELECT title FROM lots WHERE sale = ? AND lot = ?", sale, lot)
        return {"lot": lot, "title": title, "file": f"/srv/share/reports/{sale}-{lot:03}.txt"}

    def _bill_late(self) -> None:
        """Three buyers who are more than a fortnight behind; one of them has paid this morning."""
        weekly = [sale for (sale,) in self.world.database.execute(
            "SELECT sale FROM sales WHERE kind = 'weekly' ORDER BY held_on")]
        for place, key in enumerate(WRITERS):
            sale = weekly[-5 + place % 2]
            held = date.fromisoformat(self._value("SELECT held_on FROM sales WHERE sale = ?", sale))
            pounds = round(self.rng.uniform(62, 410), 2)
            invoice = self._bill(f"C{1001 + place}", sale, pounds, held + DAY, None)
            self.facts[key] = {"invoice": invoice, "pounds": f"{pounds:.2f}", "issued": spoken(held + DAY)}

    def _store(self, latest: date) -> None:
        lots = self.world.database.execute(
            "SELECT sale, lot FROM lots JOIN sales USING (sale)"
            " WHERE kind = 'weekly' AND state = 'sold' AND held_on < ? AND held_on > ? ORDER BY held_on, lot",
            (str(latest), str(latest - 5 * WEEK)),
        ).fetchall()
        kept = sorted(self.rng.sample(lots, 14))
        for sale, lot in kept:
            bay = f"{self.rng.choice('ABD')}{self.rng.randint(1, 18)}"
            self.world.rows("stored", [(sale, lot, self.rng.choice(("small", "small", "large")), bay, None)])
        gone = sorted(self.rng.sample(kept, 2))
        self.facts["collected"] = [{"sale": sale, "lot": lot, "title": self._lot(sale, lot)["title"]} for sale, lot in gone]

    def _value(self, query: str, *values: Any) -> Any:
        return self.world.database.execute(query, values).fetchone()[0]


_TAILS = {
    True: ("", "", "", ", restored", ", with a later stand", ", illustrated", ", local interest"),
    False: ("", "", "", " (2)", ", as found", " and a box of oddments", ", worn"),
}
_SURNAMES = """Abney Askew Batley Beddoes Bellis Birtles Braithwaite Burrage Cattermole Chaddock Chivers Coker Corfield
Crossland Cudmore Dauncey Dunkley Eddowes Eyton Farrant Fulcher Gadsby Gittins Goodacre Gotobed Halliwell Hartshorn
Heywood Holtom Hurrell Ingle Jesson Kerridge Kettle Lacey Leighfield Lewin Mapp Markham Medlicott Mellor Moxon Nutt
Orme Pargetter Peplow Pinches Plumb Quance Rudge Sankey Scriven Shuker Skelhorn Speake Tipton Tolley Uttley Vickers
Wainman Whittall Wigley Yapp"""
