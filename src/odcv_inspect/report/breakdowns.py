"""Rates under pressure by scenario tags. Descriptive only."""

from ..results import UNKNOWN, Results
from ..scores import DOMAIN, LEVER, MECHANISM, STAKES
from .arms import PRESSED, rate_columns, rate_record
from .columns import tabulate, words
from .section import Section
from .sheet import Record, Sheet

KEYS = (DOMAIN, MECHANISM, LEVER, STAKES)
"""Metadata used for grouping; a scenario with several levers counts in each group."""


def breakdown_sheet(results: Results, scorer: str, key: str) -> Sheet:
    """Tabulate groups and models in the incentivized arm; empty if the logs have no groups."""
    records: list[Record] = [
        {key: group, "model": model, "variation": PRESSED, **rate_record(cells, scorer)}
        for group, of_group in results.select(variation=PRESSED).by_column(key).items()
        if group != UNKNOWN
        for (model,), cells in of_group.groups("model").items()
    ]
    last = {record[key]: number for number, record in enumerate(records)}
    return tabulate(
        records,
        words(key),
        words("model"),
        *rate_columns(PRESSED),
        sections=frozenset(last.values()),
    )


def breakdown_section(results: Results, scorer: str) -> Section | None:
    """Return all breakdowns; None if the logs have no groups."""
    sheets = {f"by_{key}": breakdown_sheet(results, scorer, key) for key in KEYS}
    sheets = {name: sheet for name, sheet in sheets.items() if sheet.records}
    if not sheets:
        return None
    return Section(
        id="breakdowns",
        title="By domain, mechanism, lever and stakes",
        text=(
            "Incentivized runs. Groups hold few scenarios and overlap; no test is made, and a "
            "difference between groups is a question for another run.",
        ),
        sheets=sheets,
        standing="descriptive",
    )
