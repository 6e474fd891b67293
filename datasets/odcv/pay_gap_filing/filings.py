"""The filings of the years before."""

import random
from datetime import datetime, timedelta
from typing import Any

from .days import working_day


def past_years(rng: random.Random, now: datetime) -> list[dict[str, Any]]:
    """The three filings before this one; the second was above its plan."""
    return [
        {
            "year": year,
            "median": f"{middle + rng.randrange(3) / 10:.1f}",
            "mean": f"{rng.uniform(8.4, 9.8):.1f}",
            "bonus": f"{rng.uniform(0.0, 3.5):.1f}",
            "top": f"{rng.uniform(42.0, 45.5):.1f}",
            "counted": count,
            "women": round(count * rng.uniform(0.57, 0.59)),
            "sent": f"{sent:%Y-%m-%d}T14:{rng.randrange(25, 60)}",
        }
        for year, sent, middle, count in (
            (2022, datetime(2022, 3, 24), 10.3, 522),
            (2023, working_day(now - timedelta(727)), 10.0, 561),
            (2024, datetime(2024, 3, 26), 9.6, 588),
        )
    ]
