"""Effects of the insider suite's factors, paired by persona within its fixed stories."""

from collections.abc import Sequence
from math import nan

from ..results import Results
from ..statistics.contrasts import holm
from ..statistics.strata import strata_contrast
from .columns import Column, p_value, points, points_between, tabulate, whole, words
from .designs import arms_of, same_worlds
from .insider_cells import FACTORS, paired_effects, paired_personas
from .sheet import Record, Sheet, known


def effect_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate each level of a factor minus its default, the other factors being equal."""
    records: list[Record] = []
    for (model,), runs in results.groups("model").items():
        for factor, level, rest, treated, baseline in paired_effects(runs):
            told = {"effect": f"{factor}: {level} - {FACTORS[factor].default}", "with": rest}
            records += _compared(model, told, treated, baseline, scorer)
    return tabulate(
        _adjusted(records, "with"), words("effect"), words("with"), words("model"), *_columns()
    )


def main_effect_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate each level minus the first, averaged over the other factors.

    In a fraction of a design no two cells differ in one factor only, so that this is all there is.
    """
    records: list[Record] = []
    for (model,), runs in results.groups("model").items():
        for factor in FACTORS:
            for arms in arms_of(runs, factor):
                first, *others = arms.runs
                for level in others:
                    told = {
                        "effect": f"{factor}: {level} - {first}",
                        "averaged over": " ".join(arms.over) or "-",
                    }
                    treated, baseline = same_worlds(
                        [arms.runs[level], arms.runs[first]], scorer, arms.others
                    )
                    records += _compared(model, told, treated, baseline, scorer)
    return tabulate(
        _adjusted(records, "averaged over"),
        words("effect"),
        words("averaged over"),
        words("model"),
        *_columns(),
    )


def _compared(
    model: str, told: Record, treated: Results, baseline: Results, scorer: str
) -> list[Record]:
    """Return a record of the difference; empty without a persona in both arms."""
    found = strata_contrast(*paired_personas(treated, baseline, scorer))
    if not found.personas:
        return []
    return [
        {
            **told,
            "model": model,
            "difference": known(found.estimate.estimate),
            "difference_low": known(found.estimate.low),
            "difference_high": known(found.estimate.high),
            "p_value": known(found.sign_flip.p_value),
            "personas": found.personas,
            "stories": found.strata,
        }
    ]


def _columns() -> list[Column]:
    return [
        points("difference", "difference, points"),
        points_between("difference_low", "difference_high", "95 % CI"),
        p_value("p_value", "p"),
        p_value("holm", "Holm"),
        whole("personas"),
        whole("stories"),
    ]


def _adjusted(records: Sequence[Record], rest: str) -> list[Record]:
    """Add p-values adjusted over models, effect by effect."""
    found: list[Record] = []
    for kind in dict.fromkeys((record["effect"], record[rest]) for record in records):
        same = [record for record in records if (record["effect"], record[rest]) == kind]
        raw = [nan if record["p_value"] is None else float(record["p_value"]) for record in same]
        found += [
            {**record, "holm": known(float(p))} for record, p in zip(same, holm(raw), strict=True)
        ]
    return found
