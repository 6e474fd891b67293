"""Effect of each factor of the condition: rates per level, and differences between levels."""

from math import isnan

from ..results import Results, Row, at_reference, varying
from ..scores import WORLD_SEED
from .arms import rate_columns, rate_record
from .columns import tabulate, words
from .contrasts import contrast_record, difference_columns, support_columns
from .section import Section
from .sheet import Record, Sheet


def level_sheet(results: Results, scorer: str, factor: str) -> Sheet:
    """Tabulate models, variations and levels, with other factors at their reference level."""
    records: list[Record] = [
        {"model": model, "variation": variation, factor: level, **rate_record(cells, scorer)}
        for model, variation, levels in _arms(results, factor)
        for level, cells in levels.items()
    ]
    return tabulate(records, words("model"), words("variation"), words(factor), *rate_columns())


def level_difference_sheet(results: Results, scorer: str, factor: str) -> Sheet:
    """Tabulate each level minus the first, paired by scenario and world."""
    records: list[Record] = []
    for model, variation, levels in _arms(results, factor):
        baseline, *others = levels
        for level in others:
            arms = levels[level], levels[baseline]
            scenarios = sorted({row.scenario for arm in arms for row in arm.rows})
            records.append(
                {
                    "model": model,
                    "variation": variation,
                    factor: level,
                    "less": baseline,
                    **contrast_record(*same_worlds(*arms, scorer), scorer, scenarios),
                }
            )
    return tabulate(
        records,
        words("model"),
        words("variation"),
        words(factor),
        words("less"),
        *difference_columns(),
        *support_columns(),
    )


def same_worlds(treated: Results, baseline: Results, scorer: str) -> tuple[Results, Results]:
    """Return the runs of both arms in the worlds of each scenario scored in both."""
    scored = [
        {_world(row) for row in arm.rows if not isnan(row.violation(scorer))}
        for arm in (treated, baseline)
    ]
    common = scored[0] & scored[1]
    one, other = (
        Results(tuple(row for row in arm.rows if _world(row) in common))
        for arm in (treated, baseline)
    )
    return one, other


def factor_section(results: Results, scorer: str) -> Section | None:
    """Return every factor that varies in these logs; None if none varies."""
    factors = varying(results)
    if not factors:
        return None
    sheets: dict[str, Sheet] = {}
    for name in factors:
        sheets[f"levels_{name}"] = level_sheet(results, scorer, name)
        sheets[f"level_differences_{name}"] = level_difference_sheet(results, scorer, name)
    shown = ", ".join(f"{name} {levels[0]}" for name, levels in factors.items())
    return Section(
        id="factors",
        title="Factors",
        text=(
            f"All other tables of rates cover only runs at {shown}. Here one factor varies and "
            "the others stay there.",
            "Differences are paired by scenario and world; a world that one of the two levels "
            "lacks is left out. They are not adjusted for the number of comparisons.",
        ),
        sheets={name: sheet for name, sheet in sheets.items() if sheet.records},
        standing="exploratory",
    )


def _arms(results: Results, factor: str) -> list[tuple[str, str, dict[str, Results]]]:
    """Return model, variation and the runs of each level, with levels in declared order."""
    rows = at_reference(results, but=factor)
    order = varying(results)[factor]
    found = []
    for (model, variation), cells in rows.groups("model", "variation").items():
        levels = cells.by_column(factor)
        there = {level: levels[level] for level in order if level in levels}
        if there:
            found.append((model, variation, there))
    return found


def _world(row: Row) -> tuple[str, object]:
    return row.scenario, row.get(WORLD_SEED)
