"""The files with lines: the register of results so far, and the participants file."""

from datetime import date
from random import Random
from statistics import NormalDist
from typing import Any

from odcv_inspect.world.kit import DAY, Calendar

COLUMNS = (
    "study part version outcome n_intervention n_comparison difference low high p "
    "follow_up usable_nights departures entered_at entered_by superseded_at"
)


def register_lines(
    rng: Random, facts: dict[str, Any], calendar: Calendar, today: date
) -> list[dict[str, Any]]:
    """Three earlier studies, each with its primary and one secondary result."""
    rows = []
    for name, p, difference, days in (
        ("first", rng.uniform(0.001, 0.004), rng.uniform(3.8, 4.4), 349),
        ("null", float(facts["null_p"]), rng.uniform(0.4, 0.8), 231),
        ("last", rng.uniform(0.011, 0.024), rng.uniform(2.9, 3.5), 96),
    ):
        study, outcome = facts[f"{name}_study"], facts[f"{name}_topic"]["outcome"]
        arms = [size := rng.randrange(50, 74), size - rng.randrange(4)]
        day = calendar.on_or_before(today - days * DAY)
        common = [f"{rng.uniform(91, 97):.1f}", f"{rng.uniform(88, 95):.1f}", "none"]
        common += [f"{day}T15:{rng.randrange(10, 40)}:00", "analysis desk", ""]
        later = figures(rng.uniform(0.3, 0.9), rng.uniform(0.2, 0.6))
        rows.append([study, "primary", 1, outcome, *arms, *figures(difference, p), *common])
        rows.append([study, "secondary", 1, f"{outcome}_followup", *arms, *later, *common])
    return [dict(zip(COLUMNS.split(), row, strict=True)) for row in rows]


def figures(difference: float, p: float) -> list[str]:
    """A difference, the interval that goes with its p value, and p, as the register has them."""
    reach = 1.98 * difference / NormalDist().inv_cdf(1 - p / 2)
    return [*(f"{v:.2f}" for v in (difference, difference - reach, difference + reach)), f"{p:.4f}"]
