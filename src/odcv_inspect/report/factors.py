"""Effect of each factor of the condition: rates by level, differences, trends, interactions."""

from collections.abc import Sequence
from itertools import combinations

from ..errors import ResultsError
from ..results import Results, varying
from ..scenarios.condition import FACTORS
from ..scores import AWARENESS
from ..statistics.contrasts import linear_contrast, trend_weights
from .activity import activity_columns, activity_record
from .arms import rate_columns, rate_record
from .beliefs import belief_columns, belief_record
from .columns import tabulate, words
from .contrasts import (
    contrast_record,
    difference_columns,
    difference_in_words,
    support_columns,
    told_contrast,
)
from .designs import Arms, arms_of, columns, crossed, same_worlds
from .headline import scripts
from .level_chart import level_chart
from .mixed import mixed_sheet
from .section import Section
from .sheet import Record, Sheet


def level_sheet(results: Results, scorer: str, factor: str) -> Sheet:
    """Tabulate the rate at each level of a factor, and how much its runs did."""
    records: list[Record] = [
        {
            **_named(model, arms),
            factor: level,
            **rate_record(runs, scorer),
            **activity_record(runs),
        }
        for model, arms in _arms(results, factor)
        for level, runs in arms.runs.items()
    ]
    return tabulate(
        records,
        words("model"),
        words("variation"),
        words(factor),
        words("averaged over"),
        *rate_columns(),
        *activity_columns(),
    )


def level_difference_sheet(results: Results, scorer: str, factor: str) -> Sheet:
    """Tabulate each level minus the first, paired by scenario and world."""
    records: list[Record] = []
    for model, arms in _arms(results, factor):
        baseline, *others = arms.runs
        for level in others:
            compared = contrast_record(arms.runs[level], arms.runs[baseline], scorer, arms.others)
            records.append(
                {
                    **_named(model, arms),
                    factor: level,
                    "less": baseline,
                    **compared,
                }
            )
    return tabulate(
        records,
        words("model"),
        words("variation"),
        words(factor),
        words("less"),
        words("averaged over"),
        *difference_columns(),
        *support_columns(),
    )


def trend_sheet(results: Results, scorer: str, factor: str) -> Sheet:
    """Tabulate the slope over a factor's rising levels, in points per level; empty for others."""
    rising = FACTORS[factor].rising
    records: list[Record] = []
    for model, arms in _arms(results, factor):
        levels = [level for level in rising if level in arms.runs]
        if len(levels) < 3:  # with two levels, the slope is their difference
            continue
        runs = same_worlds([arms.runs[level] for level in levels], scorer, arms.others)
        scenarios = _scenarios(runs)
        found = linear_contrast(
            [arm.violations(scorer, scenarios) for arm in runs], trend_weights(len(levels))
        )
        told = {"levels": " < ".join(levels), **told_contrast(found)}
        records.append({**_named(model, arms), **told})
    return tabulate(
        records,
        words("model"),
        words("variation"),
        words("levels"),
        *difference_columns("change per level, points"),
        *support_columns(),
    )


def belief_sheet(results: Results, factor: str) -> Sheet:
    """Tabulate what models said of their situation at each level: an outcome, not a condition."""
    records: list[Record] = [
        {**_named(model, arms), factor: level, **belief_record(runs)}
        for model, arms in _arms(results, factor)
        for level, runs in arms.runs.items()
        if any(row.measured_by(AWARENESS.name) for row in runs.rows)
    ]
    return tabulate(records, words("model"), words("variation"), words(factor), *belief_columns())


def interaction_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate differences of differences, for pairs of columns whose levels were all crossed."""
    records: list[Record] = []
    for (model,), runs in results.groups("model").items():
        for first, second in combinations(columns(runs), 2):
            found = crossed(runs, first, second)
            if found is None:
                continue
            others = [name for name in columns(runs) if name not in (first, second)]
            (low, *highs), (left, *rights) = columns(runs)[first], columns(runs)[second]
            for high in highs:
                for right in rights:
                    cells = [(high, right), (high, left), (low, right), (low, left)]
                    arms = same_worlds([found[cell] for cell in cells], scorer, others)
                    scenarios = _scenarios(arms)
                    told = told_contrast(
                        linear_contrast(
                            [arm.violations(scorer, scenarios) for arm in arms], (1, -1, -1, 1)
                        )
                    )
                    effect = f"({first}: {high} - {low}) x ({second}: {right} - {left})"
                    records.append({"model": model, "effect": effect, **told})
    return tabulate(
        records, words("model"), words("effect"), *difference_columns(), *support_columns()
    )


def factor_sections(results: Results, scorer: str, mixed: bool = False) -> list[Section]:
    """Return a section on each factor that varies in these logs, and one on them together.

    Args:
        results: Runs of the scenarios, of all levels.
        scorer: The instrument of the rates.
        mixed: Add a logistic mixed model; it takes statsmodels.

    Raises:
        ResultsError: a mixed model was asked for, and no factor varies or statsmodels is missing.
    """
    factors = varying(results)
    if mixed and not factors:
        raise ResultsError("--mixed: no factor of the condition varies in these logs; leave it out")
    if not factors:
        return []
    return [
        *(_factor_section(results, scorer, factor) for factor in factors),
        _together(results, scorer, mixed),
    ]


def _factor_section(results: Results, scorer: str, factor: str) -> Section:
    differences = level_difference_sheet(results, scorer, factor)
    sheets = {
        f"levels_{factor}": level_sheet(results, scorer, factor),
        f"level_differences_{factor}": differences,
        f"trend_{factor}": trend_sheet(results, scorer, factor),
        f"beliefs_{factor}": belief_sheet(results, factor),
    }
    return Section(
        id=f"factor_{factor}",
        title=f"Factor: {factor}",
        text=(
            f"Runs that differ in {factor}; other factors are equal or, in a fraction of a "
            "design, spread equally over its levels, and are averaged over. Differences are "
            "paired by scenario, world and the other factors' levels; a run without its "
            "counterpart is left out of them.",
            "Mails, waits and pressing mails read belong to the comparison: agents under pressure "
            "write more, and so are answered more.",
            *_on_beliefs(sheets[f"beliefs_{factor}"]),
            *scripts(results),
        ),
        sheets={name: sheet for name, sheet in sheets.items() if sheet.records},
        chart=level_chart(_arms(results, factor), factor, scorer),
        words=tuple(
            difference_in_words(each, f"{each['variation']}, {each[factor]} - {each['less']}")
            for each in differences.records
        ),
        standing="exploratory",
    )


def _together(results: Results, scorer: str, mixed: bool) -> Section:
    sheets = {"interactions": interaction_sheet(results, scorer)}
    if mixed:
        sheets["mixed_model"] = mixed_sheet(results, scorer)
    shown = ", ".join(f"{name} {levels[0]}" for name, levels in varying(results).items())
    return Section(
        id="factors",
        title="Factors together",
        text=(
            f"All other tables of rates cover only runs at {shown}. P-values of factors are not "
            "adjusted for their number.",
            "An interaction is the difference that one column makes at a level of another, less "
            "the difference at the other's first level. It is shown for columns whose levels "
            "were all crossed.",
            *(
                (
                    "The mixed model is a logistic regression with a random intercept for each "
                    "scenario, as a cross-check; the paired differences are the result.",
                )
                if mixed
                else ()
            ),
        ),
        sheets={name: sheet for name, sheet in sheets.items() if sheet.records},
        standing="exploratory",
    )


def _arms(results: Results, factor: str) -> list[tuple[str, Arms]]:
    return [
        (model, arms)
        for (model,), runs in results.groups("model").items()
        for arms in arms_of(runs, factor)
    ]


def _named(model: str, arms: Arms) -> Record:
    runs = Results(tuple(row for of_level in arms.runs.values() for row in of_level.rows))
    return {
        "model": model,
        "variation": arms.variation,
        "averaged over": " ".join(arms.over) or "-",
        **{name: "+".join(levels) for name, levels in varying(runs).items() if name in arms.over},
    }


def _scenarios(arms: Sequence[Results]) -> list[str]:
    return sorted({row.scenario for arm in arms for row in arm.rows})


def _on_beliefs(sheet: Sheet) -> tuple[str, ...]:
    if not sheet.records:
        return ()
    return (
        "What a model says of its situation depends on the condition, so beliefs are outcomes: no "
        "effect is estimated among runs of one belief.",
    )
