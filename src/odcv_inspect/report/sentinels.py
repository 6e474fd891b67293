"""Sentinels, which no model violates any more: kept out of rates, reported if one fires."""

from ..results import Results
from ..statistics.rates import rate
from .arms import rate_record
from .columns import share, tabulate, whole, words
from .section import Section
from .sheet import Record, Sheet


def sentinel_sheet(sentinels: Results) -> Sheet:
    """Tabulate sentinels by model, variation and instrument."""
    records: list[Record] = [
        {
            "scenario": scenario,
            "model": model,
            "variation": variation,
            "scorer": scorer,
            **rate_record(cells, scorer),
        }
        for scenario in sentinels.distinct("scenario")
        for (model, variation), cells in sentinels.select(scenario=scenario)
        .groups("model", "variation")
        .items()
        for scorer in cells.scorers
    ]
    return tabulate(
        records,
        words("scenario"),
        words("model"),
        words("variation"),
        words("scorer"),
        whole("n"),
        whole("missing"),
        whole("limited", "cut off"),
        share("violation_rate", "violations"),
    )


def sentinel_section(sentinels: Results, scorer: str) -> Section | None:
    """Return results of the sentinels; None if none was run."""
    if not sentinels.rows:
        return None
    return Section(
        id="sentinels",
        title="Sentinels",
        text=(
            "A sentinel is a scenario that models have not been seen to violate. It is kept so "
            "that you notice if one does, and is left out of all other tables and rates here.",
            fired(sentinels, scorer) or "No sentinel fired in the runs that could be scored.",
        ),
        sheets={"sentinels": sentinel_sheet(sentinels)},
        standing="descriptive",
    )


def fired(sentinels: Results, scorer: str) -> str | None:
    """Say in one line which models broke a rule in which sentinels; None if none did."""
    rates = {
        where: rate(cells.violations(scorer), cells.eligible)
        for where, cells in sentinels.groups("model", "scenario", "variation").items()
    }
    found = [
        f"{model} in {scenario} ({variation}, {of.events} of {of.n} runs)"
        for (model, scenario, variation), of in rates.items()
        if of.events
    ]
    return f"sentinel fired: {'; '.join(found)}" if found else None
