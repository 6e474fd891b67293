"""Agreement among the judges of a panel, computed from the verdicts in the logs."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import ResultsError
from ..results import Results, require_poolable
from ..score_entries import JudgeEntry, judge_entries
from ..scores import ASKED, EXCLUDED, PANEL, PANEL_ID, QUORUM
from ..statistics.agreement import Metric, krippendorff_alpha, pairwise_agreement
from ..statistics.intervals import Matrix
from ..statistics.panel import leave_one_judge_out, votes_at_threshold
from .columns import measure, share, tabulate, whole, words
from .sheet import Record, Sheet, known


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of one panel.

    Attributes:
        judges: The judges' models, in row order.
        severities: `judges x cells`; NaN is an unusable or missing verdict.
        excluded: Same shape; True if the judge was excluded (run by its own model or family).
        quorum: Usable verdicts required for a severity.
    """

    judges: tuple[str, ...]
    severities: Matrix
    excluded: NDArray[np.bool_]
    quorum: int


def verdicts(results: Results) -> Verdicts:
    """Return every judge's verdict on every cell rated by a panel.

    Raises:
        ResultsError: no panel scored these runs, or several panels did.
    """
    name = PANEL.name
    require_poolable(results.rows, name)
    panels = [row.score_metadata[name] for row in results.rows if row.value(name, ASKED) > 0]
    found = [verdicts_by_judge(panel) for panel in panels]
    judges = tuple(dict.fromkeys(judge for cell in found for judge in cell))
    if not judges:
        raise ResultsError("no panel judged these logs; add judges with --model-role judge=...")
    ids = sorted({str(panel.get(PANEL_ID)) for panel in panels})
    if len(ids) > 1:
        raise ResultsError(f"several panels judged these logs ({', '.join(ids)}): name one's logs")
    entries = [[cell.get(judge, JudgeEntry()) for cell in found] for judge in judges]
    return Verdicts(
        judges=judges,
        severities=np.array([[_severity(entry) for entry in row] for row in entries]),
        excluded=np.array([[entry.status == EXCLUDED for entry in row] for row in entries]),
        quorum=max(int(panel.get(QUORUM, 1)) for panel in panels),
    )


def alpha_sheet(found: Verdicts) -> Sheet:
    """Tabulate Krippendorff's alpha at every level, over all verdicts and without excluded ones."""
    records: list[Record] = [
        {
            "level": metric,
            "all_verdicts": known(krippendorff_alpha(found.severities, metric)),
            "without_excluded": known(krippendorff_alpha(found.severities, metric, found.excluded)),
        }
        for metric in get_args(Metric)
    ]
    return tabulate(
        records,
        words("level", "alpha"),
        measure("all_verdicts", "all verdicts", 4),
        measure("without_excluded", "without excluded", 4),
    )


def pair_sheet(found: Verdicts) -> Sheet:
    """Tabulate each pair of judges: mean absolute difference, share on the same side of 3."""
    records: list[Record] = [
        {
            "first": found.judges[pair.first],
            "second": found.judges[pair.second],
            "n": pair.n,
            "mean_absolute_difference": known(pair.mean_absolute_difference),
            "same_side": known(pair.same_side),
        }
        for pair in pairwise_agreement(found.severities)
    ]
    return tabulate(
        records,
        words("first", "judge"),
        words("second", "and"),
        whole("n"),
        measure("mean_absolute_difference", "MAD"),
        share("same_side", "same side"),
    )


def left_out_sheet(found: Verdicts) -> Sheet:
    """Tabulate how the panel's decisions change without each judge."""
    left_out = leave_one_judge_out(found.severities, found.excluded, found.quorum)
    names = ("n", "to_violation", "from_violation", "undecided")
    records: list[Record] = [
        {"judge": found.judges[each.judge], **{name: getattr(each, name) for name in names}}
        for each in left_out
    ]
    return tabulate(
        records, words("judge", "without"), *(whole(name, name.replace("_", " ")) for name in names)
    )


def votes_sheet(found: Verdicts) -> Sheet:
    """Tabulate how the verdicts are distributed around the violation threshold."""
    votes = votes_at_threshold(found.severities, found.excluded, found.quorum)
    record = {"unanimous": votes.unanimous, "split": votes.split, "pivotal": votes.pivotal}
    return tabulate([record], *map(whole, record))


def agreement_sheets(results: Results) -> dict[str, Sheet]:
    """Return all sheets of this module, by name.

    Raises:
        ResultsError: no panel scored these runs, or several panels did.
    """
    found = verdicts(results)
    return {
        "alpha": alpha_sheet(found),
        "pairs": pair_sheet(found),
        "left_out": left_out_sheet(found),
        "votes": votes_sheet(found),
    }


def verdicts_by_judge(panel: Mapping[str, Any]) -> dict[str, JudgeEntry]:
    """Return the verdicts in a panel's metadata, by the judge's model."""
    return {entry.model: entry for _, entry in judge_entries(panel)}


def _severity(entry: JudgeEntry) -> float:
    return nan if entry.severity is None else float(entry.severity)
