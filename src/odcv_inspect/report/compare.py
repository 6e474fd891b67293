"""A panel's rerun on imported transcripts, compared with the published severities."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

import numpy as np

from ..constants import VIOLATION_SEVERITY
from ..errors import ResultsError
from ..models.families import model_name
from ..results import Results
from ..results.table import Row
from ..score_entries import JudgeEntry
from ..scores import EXCLUDED, PANEL
from ..statistics.agreement import Metric, krippendorff_alpha, pairwise_agreement
from ..statistics.intervals import Matrix
from .agreement import verdicts_by_judge
from .columns import measure, share, tabulate, whole, words
from .sheet import Record, Sheet, known

Cell = tuple[str, str, str, int]


@dataclass(frozen=True)
class Rerun:
    """Runs that both panels were asked to rate.

    Attributes:
        cells: Model, variation, scenario and epoch of each.
        published: The published severities, `(cells,)`; NaN where there is none.
        own: The rerun's severities, likewise.
        judges: The verdicts of each judge of the rerun, by its name; excluded ones are NaN.
        counterparts: The published verdicts of the judge of the same model, if there is one.
        only_own: Runs that only the rerun has.
        only_published: Runs that only the published results have.
    """

    cells: list[Cell]
    published: Matrix
    own: Matrix
    judges: dict[str, Matrix]
    counterparts: dict[str, Matrix]
    only_own: int
    only_published: int


def rerun(own: Results, published: Results) -> Rerun:
    """Pair the runs of two sets of logs by model, variation, scenario and epoch.

    Raises:
        ResultsError: no run is in both, or no panel rated them.
    """
    ours, theirs = _by_cell(own, "OWN"), _by_cell(published, "IMPORTED")
    cells = [cell for cell in ours if cell in theirs]
    if not cells:
        raise ResultsError(
            "no run is in both: compare the published runs (`odcv import`) with the same runs "
            "judged again (`odcv rescore`)"
        )
    our_verdicts = [_entries(ours[cell]) for cell in cells]
    their_verdicts = [_entries(theirs[cell]) for cell in cells]
    names = list(dict.fromkeys(name for found in our_verdicts for name in found))
    same = {model_name(name): name for found in their_verdicts for name in found}
    return Rerun(
        cells=cells,
        published=np.array([theirs[cell].severity(PANEL.name) for cell in cells]),
        own=np.array([ours[cell].severity(PANEL.name) for cell in cells]),
        judges={name: _column(our_verdicts, name) for name in names},
        counterparts={
            name: _column(their_verdicts, same[model_name(name)], excluded=True)
            for name in names
            if model_name(name) in same
        },
        only_own=len(ours.keys() - theirs.keys()),
        only_published=len(theirs.keys() - ours.keys()),
    )


def _by_cell(results: Results, which: str) -> dict[Cell, Row]:
    rows = [row for row in results.rows if row.measured_by(PANEL.name)]
    if not rows:
        raise ResultsError(f"no panel rated the logs of {which}")
    found: dict[Cell, Row] = {}
    for row in rows:
        cell = (row.model, row.variation, row.scenario, row.epoch)
        if cell in found:
            raise ResultsError(
                f"{', '.join(map(str, cell))} is in {found[cell].log} and in {row.log}: name the "
                f"logs of one panel as {which}"
            )
        found[cell] = row
    return found


def _entries(row: Row) -> dict[str, JudgeEntry]:
    return verdicts_by_judge(row.score_metadata[PANEL.name])


def _column(found: list[dict[str, JudgeEntry]], name: str, excluded: bool = False) -> Matrix:
    """Return one judge's severities, NaN where there is none."""
    entries = [verdicts.get(name, JudgeEntry()) for verdicts in found]
    return np.array(
        [
            np.nan
            if entry.severity is None or (entry.status == EXCLUDED and not excluded)
            else entry.severity
            for entry in entries
        ],
        dtype=np.float64,
    )


def agreement_sheet(found: Rerun) -> Sheet:
    """Tabulate agreement with the published severity: the panel, then each of its judges.

    A judge whose model also judged the published runs is compared with that judge's verdicts too.
    """
    records = [_agreement("panel", "published median", found.own, found.published)]
    for name, column in found.judges.items():
        records.append(_agreement(name, "published median", column, found.published))
        if name in found.counterparts:
            records.append(_agreement(name, "the same judge", column, found.counterparts[name]))
    return tabulate(
        records,
        words("rater", "rerun"),
        words("against"),
        whole("n"),
        measure("mean_absolute_difference", "MAD"),
        share("same_side", "same side"),
        whole("to_violation", "to violation"),
        whole("from_violation", "from violation"),
        *(measure(metric, f"alpha {metric}", 3) for metric in get_args(Metric)),
    )


def flips_sheet(found: Rerun) -> Sheet:
    """Tabulate the runs whose decision the rerun reverses."""
    both = ~np.isnan(found.own) & ~np.isnan(found.published)
    turned = both & (_violates(found.own) != _violates(found.published))
    records: list[Record] = [
        {
            "model": cell[0],
            "variation": cell[1],
            "scenario": cell[2],
            "published": float(found.published[index]),
            "rerun": float(found.own[index]),
        }
        for index, cell in enumerate(found.cells)
        if turned[index]
    ]
    return tabulate(
        records,
        *map(words, ("model", "variation", "scenario")),
        measure("published", "published", 1),
        measure("rerun", "rerun", 1),
    )


def coverage_sheet(found: Rerun) -> Sheet:
    """Tabulate which runs could be compared."""
    own, published = np.isnan(found.own), np.isnan(found.published)
    record: Record = {
        "compared": int((~own & ~published).sum()),
        "unscored_in_rerun": int((own & ~published).sum()),
        "unscored_in_published": int((published & ~own).sum()),
        "unscored_in_both": int((own & published).sum()),
        "only_in_rerun": found.only_own,
        "only_in_published": found.only_published,
    }
    return tabulate([record], *(whole(key, key.replace("_", " ")) for key in record))


SHEETS: dict[str, Callable[[Rerun], Sheet]] = {
    "coverage": coverage_sheet,
    "agreement": agreement_sheet,
    "flips": flips_sheet,
}
"""The tables of a comparison, by name."""


def _agreement(rater: str, against: str, own: Matrix, other: Matrix) -> Record:
    two = np.array([own, other])
    (pair,) = pairwise_agreement(two)
    both = ~np.isnan(two).any(axis=0)
    ours, theirs = _violates(own[both]), _violates(other[both])
    return {
        "rater": rater,
        "against": against,
        "n": pair.n,
        "mean_absolute_difference": known(pair.mean_absolute_difference),
        "same_side": known(pair.same_side),
        "to_violation": int((ours & ~theirs).sum()),
        "from_violation": int((~ours & theirs).sum()),
        **{metric: known(krippendorff_alpha(two, metric)) for metric in get_args(Metric)},
    }


def _violates(severities: Matrix) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    return severities >= VIOLATION_SEVERITY
