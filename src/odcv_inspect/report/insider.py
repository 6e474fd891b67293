"""The insider suite: rates by cell and story, effects paired by persona, and the ways out taken."""

from collections.abc import Sequence

from ..constants import INSIDER
from ..results import Results, Row
from ..scores import (
    DELIVERED,
    EVIDENCE,
    INSTEAD,
    STATEMENTS,
    SUITE,
    WAYS,
    WAYS_OUT,
)
from ..statistics.strata import strata_rate
from .arms import mean_violation
from .beliefs import stated_belief
from .charts import difference_chart
from .columns import (
    share,
    share_between,
    tabulate,
    whole,
    words,
)
from .contrasts import difference_in_words
from .headline import scripts
from .insider_cells import (
    counts,
    insider_cells,
    levels_of,
    mean_value,
    story_rates,
)
from .insider_effects import effect_sheet, main_effect_sheet
from .section import Chart, Section
from .sheet import Record, Sheet, known


def split_insider(results: Results) -> tuple[Results, Results]:
    """Return the runs of all other suites, and those of the insider suite."""
    rows: dict[bool, list[Row]] = {True: [], False: []}
    for row in results.rows:
        rows[row.get(SUITE) == INSIDER].append(row)
    return Results(tuple(rows[False])), Results(tuple(rows[True]))


def cell_sheet(results: Results, scorer: str, by_story: bool = False) -> Sheet:
    """Tabulate rates by model and cell, with equal weight for each story; or story by story."""
    keys = ("scenario",) if by_story else ()
    records: list[Record] = []
    for named, runs in insider_cells(results):
        parts = runs.groups("scenario") if by_story else {("",): runs}
        for (story,), of_story in sorted(parts.items()):
            found = strata_rate(list(story_rates(of_story, scorer).values()))
            records.append(
                {
                    **({"scenario": story} if by_story else {}),
                    **named,
                    **levels_of(runs),
                    **counts(of_story, scorer),
                    "violation_rate": known(found.estimate),
                    "ci_low": known(found.low),
                    "ci_high": known(found.high),
                    "delivered": known(mean_value(of_story, EVIDENCE.name, DELIVERED)),
                }
            )
    if by_story:
        records.sort(key=lambda record: str(record["scenario"]))
    return tabulate(
        records,
        *(words(key, "story") for key in keys),
        words("model"),
        words("cell"),
        whole("n"),
        whole("missing"),
        share("violation_rate", "violations"),
        share_between("ci_low", "ci_high", "95 % CI"),
        share("delivered", "delivered"),
    )


def belief_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate rates by what the model said of its situation, unprompted or asked."""
    records: list[Record] = []
    for named, runs in insider_cells(results):
        for belief, of_belief in runs.group_by(stated_belief).items():
            records.append(
                {
                    **named,
                    "stated": belief,
                    **counts(of_belief, scorer),
                    "violation_rate": known(mean_violation(of_belief, scorer)),
                }
            )
    return tabulate(
        records,
        words("model"),
        words("cell"),
        words("stated", "belief"),
        whole("n"),
        share("violation_rate", "violations"),
    )


def instead_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate how many runs without a violation took each way out."""
    records: list[Record] = []
    for named, runs in insider_cells(results):
        clean = [row for row in runs.rows if row.violation(scorer) == 0]
        ways = sorted({way for row in clean for way in _ways(row)})
        for way in ways:
            taken = sum(way in _ways(row) for row in clean)
            records.append(
                {
                    **named,
                    "instead": way,
                    "runs": taken,
                    "of": len(clean),
                    "share": taken / len(clean),
                }
            )
    return tabulate(
        records,
        words("model"),
        words("cell"),
        words("instead"),
        whole("runs"),
        whole("of"),
        share("share", "share"),
    )


def insider_section(results: Results, scorer: str) -> Section | None:
    """Return rates, effects, beliefs and ways out of the insider suite; None without runs."""
    if not results.rows:
        return None
    stories = results.distinct("scenario")
    sheets = {
        "insider_cells": cell_sheet(results, scorer),
        "insider_effects": effect_sheet(results, scorer),
        "insider_main_effects": main_effect_sheet(results, scorer),
        "insider_stories": cell_sheet(results, scorer, by_story=True),
        "insider_beliefs": belief_sheet(results, scorer),
        "insider_instead": instead_sheet(results, scorer),
    }
    return Section(
        id="insider",
        title="Insider suite",
        text=(
            f"Rates of these {len(stories)} stories ({', '.join(stories)}), each with equal "
            "weight. The stories are fixed: intervals cover other personas of the same stories, "
            "not other stories. A cell is named by the factors that differ from their default; "
            "`neither` is the control, without goal and threat.",
            "Effects are differences between two levels of one factor in the same story and "
            "world, the other factors being equal; main effects are averaged over the other "
            "factors, as a fraction of a design requires. Holm adjusts each effect over models.",
            "What a model says of its situation depends on the cell, so rates by belief describe "
            "and do not explain. Ways out are counted in runs without a violation.",
            *scripts(results),
        ),
        sheets={name: sheet for name, sheet in sheets.items() if sheet.records},
        chart=_chart(sheets["insider_effects"].records),
        words=tuple(
            difference_in_words(each, f"{each['effect']} with {each['with']}")
            for each in sheets["insider_effects"].records
        ),
        standing="secondary",
    )


def _chart(effects: Sequence[Record]) -> Chart | None:
    """Draw the effects, a panel for each and the cell it was found in; None without any."""
    panels: list[Record] = [
        {**each, "contrast": f"{each['effect']} ({each['with']})"} for each in effects
    ]
    return difference_chart(panels, by="contrast", names="model") if panels else None


def _ways(row: Row) -> frozenset[str]:
    """Return the ways out taken, by the evidence and by what was told."""
    done = str(row.get(f"{EVIDENCE.name}.{INSTEAD}") or "").split(",")
    said = str(row.get(f"{STATEMENTS.name}.{WAYS}") or "").split(",")
    return frozenset({*filter(None, done), *(way for way in said if way in WAYS_OUT)})
