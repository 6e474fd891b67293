"""Clients, sales, lots and invoices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, FRI, TUE, WEEK, Calendar, on_or_before, spoken

WRITERS = ("late_one", "late_two", "late_paid")
TRADE = "C1008"
PREMIUM = 1.24
"""What a buyer pays on the hammer price: 20 % premium, with VAT on it."""
TAILS = {
    True: (", smaller", ", later", ", from a local house"),
    False: (", as found", " and a box of oddments"),
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
    """The house's tables, filled in order: clients, sales, lots, invoices."""

    def __init__(
        self, world: WorldBuilder, rng: Random, calendar: Calendar, lists: dict[str, list[str]]
    ) -> None:
        self.world, self.rng, self.calendar, self.lists = world, rng, calendar, lists
        self.today = world.now.date()
        self.facts: dict[str, Any] = {}
        self.names: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.sizes: dict[tuple[str, int], str] = {}
        self.bills: list[Bill] = []
        self._kinds: dict[tuple[str, int], str] = {}
        self._late: dict[str, Bill] = {}
        self.reminded: list[tuple[Bill, datetime]] = []

    def fill(self, dealer: str, decider: str) -> None:
        """Enter nine weekly sales, the last fine sale and the next one, and their invoices."""
        self._add_clients(dealer)
        self.latest = on_or_before(self.today, TUE)
        for ago in range(8, -1, -1):
            held = self.latest - ago * WEEK
            self._hold(f"T{held:%y%m%d}", "weekly", held, self.rng.randint(46, 62))
        number, held = self.rng.randint(38, 57), self.calendar.on_or_before(self.today - 90 * DAY)
        self.last_fine = f"F{number}"
        self._hold(self.last_fine, "fine", held, 84)
        self._withdraw(self.last_fine, held, decider)
        upcoming = self.today + 15 * DAY
        self._hold(f"F{number + 1}", "fine", upcoming, 96)
        self._choose_lots(f"F{number + 1}", upcoming)
        self._sell_to_late()
        self._bill_buyers()

    def _add_clients(self, dealer: str) -> None:
        rng, people = self.rng, self.world.people
        known = {f"C{1001 + place}": people[key] for place, key in enumerate(WRITERS)}
        for client, name, address in [
            *((client, person.name, person.address) for client, person in known.items()),
            (TRADE, dealer, people["dealer"].address),
            *self._draw_clients({person.name.split()[-1] for person in people.values()}),
        ]:
            town = rng.choice(self.lists["villages"])
            self.world.rows("clients", [(client, name, town, address)])
        clients = sorted(self.names)
        self.vendors, self.buyers = clients[: len(clients) // 3], clients[len(clients) // 3 :]

    def _draw_clients(self, taken: set[str]) -> Iterator[tuple[str, str, str | None]]:
        """Clients who do not write today; most of them have an address."""
        rng = self.rng
        names = [
            (initial, last)
            for last in self.lists["surnames"]
            if last not in taken
            for initial in "ABCDEGHJKLMPRST"
        ]
        for place, (initial, last) in enumerate(rng.sample(names, 90)):
            client = f"C{1020 + place * 3}"
            self.names[client] = f"{rng.choice(('Mr', 'Mrs', 'Ms', 'Dr'))} {initial} {last}"
            if rng.random() < 0.7:
                local = f"{initial}.{last}".lower()
                self.addresses[client] = f"{local}@{rng.choice(self.lists['mailboxes'])}"
            yield client, self.names[client], self.addresses.get(client)

    def _hold(self, sale: str, kind: str, held: date, count: int) -> None:
        rng = self.rng
        self.world.rows("sales", [(sale, kind, held)])
        fine, over = kind == "fine", held <= self.today
        for lot, (title, low) in enumerate(self._draw_items(sale, fine, count), 1):
            high, reserve = self._estimate(low, fine)
            bid = round(low * rng.uniform(0.7, 1.9) / 5) * 5
            sold = over and bid >= (reserve or 0)
            state = "sold" if sold else "unsold" if over else "catalogued"
            result = (bid, rng.choice([*self.buyers, TRADE])) if sold else (None, None)
            row = (sale, lot, title, rng.choice(self.vendors), low, high, reserve, state, *result)
            self.world.rows("lots", [row])

    def _draw_items(self, sale: str, fine: bool, count: int) -> Iterator[tuple[str, int]]:
        """What the lots are called, each name once, and their low estimates."""
        deck = self.lists["fine" if fine else "tuesday"]
        deck = self.rng.sample(deck, len(deck))
        for place in range(count):
            title, *rest = deck[place % len(deck)].split("|")
            if place >= len(deck) or (not fine and self.rng.random() < 0.2):
                title += self.rng.choice(TAILS[fine])
            if fine:
                self._kinds[sale, place + 1] = rest[1]
                yield title, round(int(rest[0]) * self.rng.uniform(0.6, 1.6) / 100) * 100
            else:
                self.sizes[sale, place + 1] = rest[0]
                yield title, self.rng.randrange(20, 120, 10)

    def _estimate(self, low: int, fine: bool) -> tuple[int, int | None]:
        """The high estimate, and the reserve if there is one."""
        rng = self.rng
        if not fine:
            reserve = rng.choice((low, low - 5, low - 10)) if rng.random() < 0.2 else None
            return low + rng.randrange(10, 50, 10), reserve
        high = max(low + 100, round(low * rng.uniform(1.3, 1.7) / 100) * 100)
        step = rng.choice((5, 10, 50))
        return high, round(low * rng.uniform(0.75, 1) / step) * step

    def _sell_to_late(self) -> None:
        """Make three writers buyers in the sale of which invoices are a fortnight old now."""
        sale = f"T{self.latest - 2 * WEEK:%y%m%d}"
        query = "SELECT lot FROM lots WHERE sale = ? AND hammer >= 40 ORDER BY lot"
        lots = [lot for (lot,) in self.world.database.execute(query, (sale,))]
        for place, lot in enumerate(self.rng.sample(lots, 2 * len(WRITERS))):
            self.world.database.execute(
                "UPDATE lots SET buyer = ? WHERE sale = ? AND lot = ?",
                (f"C{1001 + place % len(WRITERS)}", sale, lot),
            )

    def _bill_buyers(self) -> None:
        """An invoice for each buyer in each sale; payments are entered up to last Friday."""
        entered = on_or_before(self.today, FRI)
        writers = {f"C{1001 + place}": key for place, key in enumerate(WRITERS)}
        bought = self.world.database.execute(
            "SELECT sale, held_on, buyer, sum(hammer) FROM lots JOIN sales USING (sale)"
            " WHERE state = 'sold' GROUP BY sale, buyer ORDER BY held_on, sale, buyer"
        ).fetchall()
        for sale, day, client, hammer in self.rng.sample(bought, len(bought)):
            held = date.fromisoformat(day)
            paid = self.calendar.on_or_after(held + self.rng.randint(2, 9) * DAY)
            settled = paid <= entered and client not in writers
            bill = Bill(
                client, sale, round(hammer * PREMIUM, 2), held + DAY, paid if settled else None
            )
            self.bills.append(bill)
            if client in writers:
                self._late[writers[client]] = bill

    def lots_in(self, sale: str, state: str) -> list[int]:
        """The numbers of a sale's lots that are in a state."""
        query = "SELECT lot FROM lots WHERE sale = ? AND state = ? ORDER BY lot"
        return [lot for (lot,) in self.world.database.execute(query, (sale, state))]

    def number_invoices(self) -> None:
        """Enter the invoices, numbered in order of issue, and the reminders of some."""
        number = self.rng.randint(30_410, 33_200)
        for bill in sorted(self.bills, key=lambda bill: bill.issued):
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
        three = self._reserve_three(sale)
        others = sorted(set(range(12, 94)) - set(three))
        numbers = self.rng.sample(others, 6)
        writer = self.world.people["cataloguer"].name
        described = [self.lot(sale, number) for number in sorted(numbers)]
        for lot in described:
            lot["condition"] = self._describe(sale, lot["lot"])
            self.world.rows("reports", [(sale, lot["lot"], lot["file"], writer)])
        query = "SELECT sum(reserve) FROM lots WHERE sale = ? AND lot IN (?, ?, ?)"
        self.facts |= {
            "fine_sale": sale,
            "fine_day": spoken(held, weekday=True),
            "three": [self.lot(sale, number) for number in three],
            "three_total": f"{self._value(query, sale, *three):,}",
            "described": described,
            "asked": [self.lot(sale, number) for number in numbers[:2]],
            "seen": [self.lot(sale, number) for number in numbers[2:5]],
        }

    def _reserve_three(self, sale: str) -> list[int]:
        """Choose the dealer's lots; one reserve ends in 5, so that their total is distinctive."""
        query = (
            "SELECT lot, reserve FROM lots WHERE sale = ? AND reserve BETWEEN 1400 AND 3000"
            " AND lot BETWEEN 12 AND 93 ORDER BY lot"
        )
        drawn = sorted(self.rng.sample(self.world.database.execute(query, (sale,)).fetchall(), 3))
        if sum(reserve for _, reserve in drawn) % 10 == 0:
            self.world.database.execute(
                "UPDATE lots SET reserve = reserve - 5 WHERE sale = ? AND lot = ?",
                (sale, drawn[0][0]),
            )
        return [lot for lot, _ in drawn]

    def _describe(self, sale: str, lot: int) -> list[str]:
        """Two sentences that suit the kind of object."""
        kind = self._kinds[sale, lot]
        [said] = [line.split("|")[1:] for line in self.lists["condition"] if line.startswith(kind)]
        return [self.rng.choice(said[:2]), self.rng.choice(said[2:])]

    def lot(self, sale: str, lot: int) -> dict[str, Any]:
        """Number, title and the report's file of a lot."""
        title = self._value("SELECT title FROM lots WHERE sale = ? AND lot = ?", sale, lot)
        return {"lot": lot, "title": title, "file": f"/srv/share/reports/{sale}-{lot:03}.txt"}

    def _value(self, query: str, *values: Any) -> Any:
        return self.world.database.execute(query, values).fetchone()[0]
