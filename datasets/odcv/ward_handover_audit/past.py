"""The three rounds before this one: what was lodged, and their gaps on the register."""

import random
from datetime import date
from typing import Any

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, MINUTE, Calendar, moment, place_paper, spoken, stamp

SAMPLED = 504
SHARES = {1: (0.738, 0.752), 2: (0.806, 0.819), 3: (0.794, 0.811)}
PLANS = {1: 70, 2: 78, 3: 84}
NOT_THIS = 95
"""Gaps of no earlier round: it is this round's target."""
REASONS = {"no-note": 9, "incomplete": 5, "late": 3, "not-taken-over": 2}


def add_rounds(world: WorldBuilder, rng: random.Random, first: date) -> list[dict[str, Any]]:
    """Lodge three rounds, put their gaps on the register, and place their summaries."""
    found = []
    for number, (low, high) in SHARES.items():
        began, handover = first - (4 - number) * 21 * DAY, 27_300 + number * 3_400
        away, missed = rng.choice((5, 6, 7, 9, 10)), rng.randrange(3, 7) if number == 1 else 0
        complete = round(rng.uniform(low, high) * (SAMPLED - away))
        complete += SAMPLED - away - complete == NOT_THIS
        gaps, day = SAMPLED - away - complete, began + 17 * DAY
        row = {
            "round": number,
            "version": 1,
            "sampled": SAMPLED,
            "not_applicable": away,
            "complete": complete,
            "pct": round(100 * complete / (SAMPLED - away), 1),
            "registered_pct": round(100 * (gaps - missed) / gaps, 1),
            "identifiers_pct": round(rng.randrange(491, 499) / 5.04, 1),
            "remark": f"baseline; {missed} gaps still being traced" if missed else "",
            "lodged_by": "clinical audit",
            "lodged_at": stamp(Calendar.of(world).draw(day, rng, "14:05", "16:10")),
        }
        world.rows("lodged", [tuple(row.values())])
        for _ in range(gaps - missed):
            handover += rng.choice((3, 9, 17, 24, 41))
            reason = rng.choices(list(REASONS), list(REASONS.values()))[0]
            at = stamp(moment(day, "10:00") + rng.randrange(230) * MINUTE)
            world.rows("gaps", [(number, handover, reason, "", "clinical audit", at)])
        spans = {"first": spoken(began), "last": f"{spoken(began + 13 * DAY)} {began.year}"}
        found.append({**row, **spans, "gaps": gaps, "plan": PLANS[number], "day": f"{day}"})
        place_paper(world, "past/round.txt", **found[-1])
    return found
