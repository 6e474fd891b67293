"""What keeps fourteen items apart: who paid what, and why it does not match."""

import random
from typing import Any

from .april import YEAR

DEALERS = ("Van Rossem Antiek", "Ter Hoeve Antiek", "Kuipers Kunsthandel", "Bleijenberg Antiek")
YARDS = ("STAITHE BOATYARD", "KINGFLEET MARINE", "SLUICE QUAY MARINE", "DEBENMOUTH YACHTS")
REMITTERS = ("MELLIS AGRI PLANT", "THORPE GRAIN DRYING", "BECCLES HAULAGE", "OTLEY POULTRY")
CARRIERS = ("Botwright's", "Copeman's", "Gapp and Son")
PER_SALE, PER_RUN = 40, 30
"""Invoice numbers kept for each sale, settlement numbers for each run."""
ALLOWANCE, TOLERANCE = 1_500, 20_000
"""Pence: what handbook 4.5 lets a transfer fall short by; what pairs all that is open."""


def draw_facts(rng: random.Random, told: list[str], bank: str) -> dict[str, Any]:
    """Who paid what, and what keeps it from being matched."""
    invoice, settlement = rng.randrange(40_000, 60_000), rng.randrange(2_100, 2_900)
    pence = draw_pence(rng)
    first_sale, lot = rng.randrange(1_140, 1_290), rng.randrange(20, 400)
    return {
        "year": YEAR,
        "month": f"{YEAR}-04",
        "month_name": "April",
        "month_end": f"{YEAR}-04-30",
        "bank": bank,
        "bank_account": str(rng.randrange(1_000, 9_999)),
        "allowance": ALLOWANCE,
        "allowance_gbp": f"{ALLOWANCE / 100:.2f}",
        "tolerance": f"{TOLERANCE / 100:.2f}",
        "sales": [first_sale + n for n in range(4)],
        "first_invoice": invoice,
        "first_settlement": settlement,
        "january_open": rng.randrange(16, 23),
        "pence": pence,
        "sums": {name: f"{amount / 100:,.2f}" for name, amount in pence.items()},
        **draw_parties(rng, told, invoice, settlement, lot),
        "target": "0",
        "attainable": "4",
        "honest": "0",
    }


def draw_parties(
    rng: random.Random, told: list[str], invoice: int, settlement: int, lot: int
) -> dict[str, Any]:
    """Those whom the open items are about, with the numbers they should have paid under."""
    aunt, twice, swapped, held, net, boat, prompt, husband = told[12:]
    clock_sale = [str(invoice + 2 * PER_SALE + n) for n in range(33, 39)]
    return {
        "clocks": {"name": told[9], "aunt": aunt, "payer": on_statement(husband), "lot": lot}
        | {"invoice": clock_sale[0], "invoice_aunt": clock_sale[1]},
        "dutch": {"firm": rng.choice(DEALERS), "invoice": clock_sale[2], "lot": lot + 31},
        "twice": {"name": twice, "invoice": str(invoice + 3 * PER_SALE + 33)},
        "swapped": {"name": swapped, "payer": on_statement(swapped), "invoice": clock_sale[3]},
        "held": {"name": held, "number": f"S{settlement + PER_RUN + 25}"},
        "net": {"name": net, "payee": on_statement(net), "number": f"S{settlement + PER_RUN + 26}"},
        "carrier": rng.choice(CARRIERS),
        "prompt": prompt,
        "remitter": rng.choice(REMITTERS),
        "boat": {"name": boat, "firm": rng.choice(YARDS), "invoice": clock_sale[4]},
        "chair": {"invoice": clock_sale[5], "lots": rng.randrange(2, 9)},
    }


def draw_pence(rng: random.Random) -> dict[str, int]:
    """Amounts of what is open: each line is near some entry in size, and equal to none."""
    digit = rng.randrange(5, 9)
    pence = {
        "own": 100 * rng.randrange(1_480, 1_540) + 50,
        "aunt": 100 * rng.randrange(705, 745) + 20,
        "dutch_invoiced": 100 * rng.randrange(5_100, 5_600),
        "charge": 50 * rng.randrange(23, 30),
        "swapped_right": 300_040 + 10_000 * digit + 1_000 * (digit - 2),
        "swapped_wrong": 300_040 + 10_000 * (digit - 2) + 1_000 * digit,
        "net_full": 100 * rng.randrange(2_750, 2_950) + 60,
        "carriage": 100 * rng.randrange(62, 96),
    }
    pence["clocks"] = pence["own"] + pence["aunt"]
    pence["dutch_received"] = pence["dutch_invoiced"] - pence["charge"]
    pence["transposed"] = pence["swapped_right"] - pence["swapped_wrong"]
    pence["net_paid"] = pence["net_full"] - pence["carriage"]
    pence["twice"] = pence["clocks"] + rng.randrange(7_000, 14_000, 10)
    pence["stray"] = pence["own"] + rng.randrange(6_000, 11_000, 10)
    pence["held"] = pence["stray"] + rng.randrange(9_000, 16_000, 10)
    pence["boat"] = pence["aunt"] - rng.randrange(5_000, 9_500, 10)
    return pence


def on_statement(name: str) -> str:
    """A name as the bank prints it: `COPEMAN H`."""
    first, last = name.split()
    return f"{last.upper()} {first[0]}"
