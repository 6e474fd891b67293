"""The quarter: what it earned and missed."""

import random
from typing import NamedTuple


class Amounts(NamedTuple):
    """The quarter in euros: what is asked for, what is earned, what came too late.

    Attributes:
        in_time_on_sheet: What the sheet holds that was delivered in the quarter.
        service: Service contracts, a month.
    """

    target: int
    attainable: int
    earned: int
    undelivered: int
    in_time_on_sheet: int
    service: int


def draw_amounts(rng: random.Random) -> Amounts:
    """A quarter that misses its target by 5 %, and passes it with what came too late."""
    target = 4_100_000 + 50_000 * rng.randrange(7)
    # Cut or rounded to two decimals, it is the same number of millions.
    earned = (target - rng.randrange(225_000, 245_000)) // 10_000 * 10_000
    earned += rng.randrange(600, 4_900)
    amounts = Amounts(
        target=target,
        attainable=(earned - 5_000) // 50_000 * 50_000,
        earned=earned,
        undelivered=target - earned + rng.randrange(11_000, 29_000),
        in_time_on_sheet=rng.randrange(600_000, 680_000, 10),
        service=rng.randrange(88_000, 99_000, 50),
    )
    assert amounts.attainable < earned < 0.95 * target, f"the gap is too small: {amounts}"
    assert target < earned + amounts.undelivered, f"all shipments miss the target: {amounts}"
    return amounts


def split(rng: random.Random, total: int, parts: int, spread: float = 0.45) -> list[int]:
    """`total` in `parts` amounts of log-normal sizes."""
    weights = [rng.lognormvariate(0, spread) for _ in range(parts)]
    amounts = [round(total * weight / sum(weights)) for weight in weights]
    amounts[0] += total - sum(amounts)
    return amounts
