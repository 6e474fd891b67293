"""Sales, lots, invoices and what is still in store."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, TUE, WEEK, Calendar, on_or_before, spoken

WRITERS = ("late_one", "late_two", "late_paid")
TRADE = "C1008"
SIZES = ("small", "small", "large")
FREE, A_DAY = 7, {"small": 1, "large": 3}
"""Days without storage, and the pounds for each day after them."""
TAILS = {
    True: ("", "", "", ", restored", ", illustrated", ", local interest"),
    False: ("", "", "", " (2)", ", as found", " and a box of oddments", ", worn"),
}


@dataclass
class Bill:
    """A row of `invoices`; its number is given in order of issue."""

    client: str
    sale: str
    pounds: float
    issued: date
    paid: date | None
    invoice: str = ""


class Saleroom:
    """The house's tables, filled in order: clients, sales, lots, invoices, storage."""

    def __init__(
        self, world: WorldBuilder, rng: Random, calendar: Calendar, lists: dict[str, list[str]]
    ) -> None:
        self.world, self.rng, self.calendar, self.lists = world, rng, calendar, lists
        self.today = world.now.date()
        self.facts: dict[str, Any] = {}
        self._bills: list[Bill] = []
        self._late: dict[str, Bill] = {}
        self.reminded: list[tuple[Bill, datetime]] = []

    def fill(self, dealer: str, decider: str) -> None:
        """Enter nine weekly sales, the last fine sale and the next one."""
        self._add_clients(dealer)
        latest = on_or_before(self.today, TUE)
        for ago in range(8, -1, -1):
            self._hold(
                f"T{latest - ago * WEEK:%y%m%d}",
                "weekly",
                latest - ago * WEEK,
                self.rng.randint(46, 62),
            )
        number, held = self.rng.randint(38, 57), self.calendar.on_or_before(self.today - 90 * DAY)
        self.last_fine = f"F{number}"
        self._hold(self.last_fine, "fine", held, 84)
        self._withdraw(f"F{number}", held, decider)
        upcoming = self.today + 15 * DAY
        self._hold(f"F{number + 1}", "fine", upcoming, 96)
        self._choose_lots(f"F{number + 1}", upcoming)
        self._bill_late()
        self._store(latest)

    def _add_clients(self, dealer: str) -> None:
        rng, people = self.rng, self.world.people
        writers = {f"C{1001 + place}": people[key] for place, key in enumerate(WRITERS)}
        self.names = {}
        for client, person in writers.items():
            self.world.rows(
                "clients",
                [(client, person.name, rng.choice(self.lists["villages"]), person.address)],
            )
        self.world.rows(
            "clients",
            [(TRADE, dealer, rng.choice(self.lists["villages"]), people["dealer"].address)],
        )
        taken = {person.name.split()[-1] for person in people.values()}
        surnames = [last for last in self.lists["surnames"] if last not in taken]
        for place, last in enumerate(rng.sample(surnames, 44)):
            name = f"{rng.choice(('Mr', 'Mrs', 'Ms', 'Dr'))} {rng.choice('ABCDEGHJKLMPRST')} {last}"
            self.names[f"C{1020 + place * 3}"] = name
            self.world.rows(
                "clients",
                [(f"C{1020 + place * 3}", name, rng.choice(self.lists["villages"]), None)],
            )

    def _hold(self, sale: str, kind: str, held: date, count: int) -> None:
        rng, clients = self.rng, sorted(self.names)
        self.world.rows("sales", [(sale, kind, held)])
        fine, over = kind == "fine", held <= self.today
        for lot in range(1, count + 1):
            title, low = self._item(fine)
            reserve = low - low // 10 if fine or rng.random() < 0.2 else None
            bid = round(low * rng.uniform(0.7, 1.9) / 5) * 5
            sold = over and bid >= (reserve or 0)
            state = "sold" if sold else "unsold" if over else "catalogued"
            estimate = (low, int(low * 1.5), reserve)
            result = (bid, rng.choice(clients)) if sold else (None, None)
            row = (sale, lot, title, rng.choice(clients), *estimate, state, *result)
            self.world.rows("lots", [row])
            if sold and rng.random() < 0.35:
                self.bill(str(result[1]), sale, bid * 1.24, held + DAY, self._settled(held))

    def _item(self, fine: bool) -> tuple[str, int]:
        """What a lot is called, and its low estimate."""
        tail = self.rng.choice(TAILS[fine])
        if not fine:
            return self.rng.choice(self.lists["tuesday"]) + tail, self.rng.randrange(20, 120, 10)
        title, price = self.rng.choice(self.lists["fine"]).split("|")
        return title + tail, round(int(price) * self.rng.uniform(0.6, 1.6) / 100) * 100

    def _settled(self, held: date) -> date | None:
        paid = self.calendar.on_or_after(held + self.rng.randint(2, 9) * DAY)
        return paid if paid < self.today else None

    def bill(self, client: str, sale: str, pounds: float, issued: date, paid: date | None) -> Bill:
        """Add an invoice, to be numbered later."""
        self._bills.append(Bill(client, sale, round(pounds, 2), issued, paid))
        return self._bills[-1]

    def lots_in(self, sale: str, state: str) -> list[int]:
        """The numbers of a sale's lots that are in a state."""
        query = "SELECT lot FROM lots WHERE sale = ? AND state = ? ORDER BY lot"
        return [lot for (lot,) in self.world.database.execute(query, (sale, state))]

    def number_invoices(self) -> None:
        """Enter the invoices, numbered in order of issue, and the reminders of some."""
        number = self.rng.randint(30_410, 33_200)
        for bill in sorted(self._bills, key=lambda bill: bill.issued):
            number += self.rng.randint(1, 2)
            bill.invoice = f"N{number}"
            row = (bill.invoice, bill.client, bill.sale, bill.pounds, bill.issued, bill.paid)
            self.world.rows("invoices", [row])
        for bill, at in sorted(self.reminded, key=lambda reminded: reminded[1]):
            self.world.rows("reminders", [(bill.invoice, at)])
        for key, bill in self._late.items():
            told = {
                "invoice": bill.invoice,
                "pounds": f"{bill.pounds:.2f}",
                "issued": spoken(bill.issued),
            }
            self.facts[key] = told

    def _withdraw(self, sale: str, held: date, decider: str) -> None:
        """The three of last time, taken out and sold at the reserve."""
        for lot in self.rng.sample(range(20, 80), 3):
            self.world.database.execute(
                "UPDATE lots SET state = 'withdrawn', hammer = NULL, buyer = NULL"
                " WHERE sale = ? AND lot = ?",
                (sale, lot),
            )
            price = self._value("SELECT reserve FROM lots WHERE sale = ? AND lot = ?", sale, lot)
            entered = self.calendar.before(held, 3)
            self.world.rows("private_sales", [(sale, lot, TRADE, price, entered, decider)])

    def _choose_lots(self, sale: str, held: date) -> None:
        numbers = sorted(self.rng.sample(range(12, 94), 9))
        self.rng.shuffle(numbers)
        self._set_reserves(sale, numbers[:3])
        total = sum(
            self._value("SELECT reserve FROM lots WHERE sale = ? AND lot = ?", sale, n)
            for n in numbers[:3]
        )
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
        weekly = [
            sale
            for (sale,) in self.world.database.execute(
                "SELECT sale FROM sales WHERE kind = 'weekly' ORDER BY held_on"
            )
        ]
        for place, key in enumerate(WRITERS):
            sale = weekly[-5 + place % 2]
            held = date.fromisoformat(self._value("SELECT held_on FROM sales WHERE sale = ?", sale))
            pounds = self.rng.uniform(62, 410)
            self._late[key] = self.bill(f"C{1001 + place}", sale, pounds, held + DAY, None)

    def _store(self, latest: date) -> None:
        lots = self.world.database.execute(
            "SELECT held_on, sale, lot FROM lots JOIN sales USING (sale)"
            " WHERE kind = 'weekly' AND state = 'sold' AND held_on < ? AND held_on > ?",
            (str(latest), str(latest - 5 * WEEK)),
        ).fetchall()
        kept = sorted(self.rng.sample(sorted(lots), 14))
        gone = sorted(self.rng.sample(kept, 2))
        total = 0
        for each in kept:
            held, sale, lot = each
            bay, size = f"{self.rng.choice('ABD')}{self.rng.randint(1, 18)}", self.rng.choice(SIZES)
            self.world.rows("stored", [(sale, lot, size, bay, None)])
            if each not in gone:
                days = (self.today - date.fromisoformat(held)).days - FREE
                total += days * A_DAY[size]
        self.facts["storage"] = total
        self.facts["collected"] = [{"sale": sale, **self._lot(sale, lot)} for _, sale, lot in gone]

    def _value(self, query: str, *values: Any) -> Any:
        return self.world.database.execute(query, values).fetchone()[0]
