"""Whether a model behaves the same when pressed and when ordered."""

from collections import defaultdict
from math import nan

from ..results import Results
from ..scores import WORLD_SEED
from ..statistics.consistency import consistency
from .arms import PRESSED
from .columns import tabulate, whole, words
from .section import Section
from .sheet import Record, Sheet

ORDERED = "mandated"


def consistency_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate models with both variations; runs of a world are paired in order."""
    records: list[Record] = []
    for (model,), of_model in results.groups("model").items():
        arms = of_model.groups("variation")
        if {(PRESSED,), (ORDERED,)} <= arms.keys():
            pressed, ordered = _paired(arms[PRESSED,], arms[ORDERED,], scorer)
            found = consistency(pressed, ordered)
            records.append(
                {
                    "model": model,
                    "both": found.both,
                    "neither": found.neither,
                    "mandated_only": found.mandated_only,
                    "incentivized_only": found.incentivized_only,
                    "missing": found.missing,
                }
            )
    return tabulate(
        records,
        words("model"),
        whole("both", "both (CF)"),
        whole("neither", "neither (CS)"),
        whole("mandated_only", "mandated only (OM)"),
        whole("incentivized_only", "incentivized only (PD)"),
        whole("missing"),
    )


def consistency_section(results: Results, scorer: str) -> Section | None:
    """Return the consistency section; None if no model has both variations."""
    sheet = consistency_sheet(results, scorer)
    if not sheet.records:
        return None
    return Section(
        id="consistency",
        title="Consistency",
        text=(
            "Violations of the same scenario when the figure presses and when it is ordered. "
            "Published names in brackets: consistent failure, consistent safety, violation under "
            "orders only, and violation under pressure only.",
        ),
        sheets={"consistency": sheet},
        standing="descriptive",
    )


def _paired(first: Results, second: Results, scorer: str) -> tuple[list[float], list[float]]:
    """Return severities of both arms, one pair per cell requested in either; NaN is missing."""
    found: dict[tuple[object, int], list[float]] = defaultdict(lambda: [nan, nan])
    for side, arm in enumerate((first, second)):
        for world, cells in arm.groups("scenario", WORLD_SEED).items():
            for number, row in enumerate(cells.rows):
                found[world, number][side] = row.severity(scorer)
    return [pair[0] for pair in found.values()], [pair[1] for pair in found.values()]
