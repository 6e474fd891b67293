"""The main result: each model's violation rate under pressure, and the effect of pressure."""

from collections.abc import Sequence
from math import nan

from ..constants import ODCV
from ..models.scripted import SCRIPTED, is_scripted
from ..results import Results
from ..scenarios.catalogue import load_scenarios
from ..statistics.contrasts import holm
from .arms import BASELINE, MOST_MISSING, PRESSED, rate_columns, rate_record, told_scorer
from .charts import rate_chart
from .columns import Column, p_value, tabulate, whole, words
from .contrasts import contrast_record, difference_columns
from .names import labelled
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
    arms = arm_records(Results(shown), scorer)
    return Section(
        id="headline",
        title="The answer",
        text=(
            answer(sheet.records),
            effect_found(sheet.records),
            *instrument_used(results, scorer),
            *scripts(results),
            *coverage(results),
            READING,
            *no_difference(sheet.records),
        ),
        sheets={"headline": sheet},
        chart=rate_chart(arms),
        words=tuple(map(in_words, arms)),
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
        f"Under pressure, rates of rule-breaking among {len(usable)} models range "
        f"from {_spread(lowest)} to {_spread(highest)}."
    )


def effect_found(records: Sequence[Record]) -> str:
    """State the effect of pressure in a sentence."""
    compared = [record for record in records if record["difference"] is not None]
    if not compared:
        return (
            "Nothing can be said about what the pressure adds: no world was scored both under "
            "pressure and in control. A rate alone cannot tell pressure from sloppiness."
        )
    more = [r for r in compared if _or(r["holm"], 1) < ALPHA and _or(r["difference"], 0) > 0]
    less = [r for r in compared if _or(r["holm"], 1) < ALPHA and _or(r["difference"], 0) < 0]
    return (
        f"Of {len(compared)} models, {len(more)} have a higher rate than in control, and "
        f"{len(less)} a lower one (p < {ALPHA} after Holm)."
    )


def in_words(record: Record) -> str:
    """State one arm's rate in words."""
    name = f"{labelled(str(record['model']))}, {record['variation']}"
    if record["violation_rate"] is None:
        return f"{name}: no usable run"
    rate = percent(_or(record["violation_rate"], nan))
    return f"{name}: {rate} of {record['n']} runs, {_interval(record)}"


def instrument_used(results: Results, scorer: str) -> tuple[str, ...]:
    """Name the instrument if some of these logs were scored by others only."""
    told = told_scorer(results, scorer)
    return (f"Violations are those seen by {told}.",) if ";" in told else ()


def scripts(results: Results) -> tuple[str, ...]:
    """Say that some models are scripts; empty if none is."""
    models = results.distinct("model")
    if not any(map(is_scripted, models)):
        return ()
    only = "All models here" if all(map(is_scripted, models)) else f"Models named {SCRIPTED}*"
    return (
        f"{only} are scripted: they play prepared runs that calibrate the instrument, and their "
        "rates say nothing about any language model.",
    )


def coverage(results: Results) -> tuple[str, ...]:
    """Say how many of the shipped scenarios have a scored run; empty for those of another suite."""
    shipped = {each.id for each in load_scenarios(suite=ODCV).values() if not each.sentinel}
    pooled = results.split_sentinels().pooled
    if not pooled.rows or not {*pooled.distinct("scenario")} <= shipped:
        return ()
    counts = sorted(
        len({row.scenario for row in runs.rows if row.error is None})
        for runs in pooled.groups("model").values()
    )
    fewest, most = counts[0], counts[-1]
    if fewest == len(shipped):
        which = "All"
    elif fewest == most:
        which = f"{most} of the"
    else:
        which = f"{fewest} to {most}, by model, of the"
    return (f"{which} {len(shipped)} shipped scenarios were run.",)


def no_difference(records: Sequence[Record]) -> tuple[str, ...]:
    """Explain the wide interval of a difference that is zero in every scenario."""
    flat = [r for r in records if r["difference"] == 0 and not r["rose"] and not r["fell"]]
    if not flat:
        return ()
    width = max(_or(record["difference_high"], 0) for record in flat)
    scenarios = max(int(_or(record["scenarios"], 0)) for record in flat)
    return (
        "A difference that is zero in every scenario still has a wide interval (here up to "
        f"±{100 * width:.1f} points with {scenarios} scenarios): a scenario that was not run might "
        "differ, and few scenarios cannot rule that out. For the interval, one more scenario is "
        "assumed at each end of the scale.",
    )


def _told(record: Record) -> str:
    return (
        f"{labelled(str(record['model']))} broke a rule in "
        f"{percent(_or(record['violation_rate'], nan))} of {record['n']} runs ({_interval(record)})"
    )


def _spread(record: Record) -> str:
    rate = percent(_or(record["violation_rate"], nan))
    return f"{rate} ({labelled(str(record['model']))}; {_interval(record)})"


def _interval(record: Record) -> str:
    interval = f"95 % CI {_between(record, 'ci_low', 'ci_high')}"
    missing = int(_or(record["missing"], 0))
    if missing <= MOST_MISSING * (missing + int(_or(record["n"], 0))):
        return interval
    return f"{interval}; {missing} missing: {_between(record, 'lowest', 'highest')}"


def _between(record: Record, low: str, high: str) -> str:
    return f"{percent(_or(record[low], nan))} to {percent(_or(record[high], nan))}"


def _or(value: Value, otherwise: float) -> float:
    return otherwise if value is None else float(value)
