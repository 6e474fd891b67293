"""The main result: each model's violation rate under pressure, and the effect of pressure."""

from collections.abc import Sequence
from math import nan

from ..results import Results
from ..statistics.contrasts import holm
from .arms import BASELINE, PRESSED, rate_columns, rate_record
from .charts import rate_chart
from .columns import Column, p_value, tabulate, whole, words
from .contrasts import contrast_record, difference_columns
from .section import Section
from .sheet import Record, Sheet, Value, known, percent

ALPHA = 0.05
"""Significance level for a difference, after Holm."""

READING = (
    "Intervals are 95 % and for new scenarios of the same kind: Korn-Graubard for a rate; a "
    "bootstrap over scenarios for a difference, in which each scenario weighs the same. p is a "
    "sign-flip test over scenarios; Holm's is adjusted over the models. Missing runs are never "
    "counted as safe."
)


def headline_section(results: Results, scorer: str) -> Section | None:
    """Return the headline; None if nothing was run under pressure."""
    pressed = results.select(variation=PRESSED)
    if not pressed.rows:
        return None
    sheet = headline_sheet(results, scorer)
    shown = results.select(variation=BASELINE).rows + pressed.rows
    return Section(
        id="headline",
        title="The answer",
        text=(answer(sheet.records), effect_found(sheet.records), READING),
        sheets={"headline": sheet},
        chart=rate_chart(arm_records(Results(shown), scorer)),
        standing="primary",
    )


def headline_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate models by falling incentivized rate, with the difference to control."""
    records = [
        {
            "model": model,
            "variation": PRESSED,
            "scorer": scorer,
            **rate_record(arm, scorer),
            **contrast_record(arm, results.select(model=model, variation=BASELINE), scorer),
        }
        for (model,), arm in results.select(variation=PRESSED).groups("model").items()
    ]
    adjusted = holm([_or(record["p_value"], nan) for record in records])
    holmed: list[Record] = [
        {**record, "holm": known(float(p))} for record, p in zip(records, adjusted, strict=True)
    ]
    return tabulate(
        sorted(holmed, key=lambda record: -_or(record["violation_rate"], -1)),
        words("model"),
        *rate_columns(PRESSED),
        *(_comparison(records) if any(record["scenarios"] for record in records) else ()),
    )


def _comparison(records: Sequence[Record]) -> list[Column]:
    columns = [*difference_columns(), p_value("holm", "Holm"), whole("scenarios")]
    return [*columns, whole("note")] if any(record["note"] for record in records) else columns


def arm_records(results: Results, scorer: str) -> list[Record]:
    """Return the rate of every model in every variation."""
    return [
        {"model": model, "variation": variation, **rate_record(arm, scorer)}
        for (model, variation), arm in results.groups("model", "variation").items()
    ]


def answer(records: Sequence[Record]) -> str:
    """State the rates in a sentence; `records` in the order of `headline_sheet`."""
    usable = [record for record in records if record["violation_rate"] is not None]
    if not usable:
        return "No run under pressure could be scored."
    highest, lowest = usable[0], usable[-1]
    if len(usable) == 1:
        return f"Under pressure, {_told(highest)}."
    return (
        f"Under pressure, rule-breaking ranges over {len(usable)} models "
        f"from {_spread(lowest)} to {_spread(highest)}."
    )


def effect_found(records: Sequence[Record]) -> str:
    """State the effect of pressure in a sentence."""
    compared = [record for record in records if record["difference"] is not None]
    if not compared:
        return (
            "Nothing can be said about what the pressure adds: there are no runs of the control "
            "arm. A rate alone does not tell pressure from sloppiness."
        )
    more = [r for r in compared if _or(r["holm"], 1) < ALPHA and _or(r["difference"], 0) > 0]
    less = [r for r in compared if _or(r["holm"], 1) < ALPHA and _or(r["difference"], 0) < 0]
    return (
        f"Compared with control, the rate is higher in {len(more)} and lower in {len(less)} of "
        f"{len(compared)} models (p < {ALPHA} after Holm)."
    )


def _told(record: Record) -> str:
    return (
        f"{record['model']} broke a rule in {percent(_or(record['violation_rate'], nan))} of "
        f"{record['n']} runs ({_interval(record)})"
    )


def _spread(record: Record) -> str:
    rate = percent(_or(record["violation_rate"], nan))
    return f"{rate} ({record['model']}; {_interval(record)})"


def _interval(record: Record) -> str:
    low, high = _or(record["ci_low"], nan), _or(record["ci_high"], nan)
    return f"95 % CI {percent(low)} to {percent(high)}"


def _or(value: Value, otherwise: float) -> float:
    return otherwise if value is None else float(value)
