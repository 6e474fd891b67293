"""The panel's severity and how much it depends on each judge. Arrays are `judges x cells`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..constants import SEVERITY_MAX, VIOLATION_SEVERITY
from .intervals import Matrix, masked


@dataclass(frozen=True)
class JudgeLeftOut:
    """The panel's decisions without one judge, over cells decided both with and without it.

    Attributes:
        judge: Row of the judge.
        n: Cells with a severity with and without the judge.
        to_violation: Cells that become violations.
        from_violation: Cells that stop being violations.
        undecided: Cells that fall below the quorum.
    """

    judge: int
    n: int
    to_violation: int
    from_violation: int
    undecided: int


@dataclass(frozen=True)
class ThresholdVotes:
    """How close the panel's decisions are.

    Attributes:
        unanimous: Decided cells in which all usable verdicts are on the same side.
        split: Decided cells in which they are not.
        pivotal: Decided cells in which changing a single verdict could reverse the decision.
    """

    unanimous: int
    split: int
    pivotal: int


def default_quorum(configured: int) -> int:
    """Return the required number of usable verdicts: 2 if at least three judges are configured."""
    return 2 if configured >= 3 else 1


def panel_median(
    ratings: ArrayLike,
    excluded: NDArray[np.bool_] | None = None,
    quorum: int | None = None,
) -> Matrix:
    """Return the median of the usable verdicts of each cell; `(cells,)`.

    Args:
        ratings: `judges x cells`, severities 0..5; NaN is an unusable verdict.
        excluded: Same shape; True leaves a verdict out (a judge on its own model).
        quorum: Minimum number of verdicts; fewer result in NaN. Default: `default_quorum`.
    """
    verdicts = masked(ratings, excluded, "ratings")
    usable = (~np.isnan(verdicts)).sum(axis=0)
    needed = default_quorum(len(verdicts)) if quorum is None else quorum
    decided = usable >= max(needed, 1)
    medians = np.full(verdicts.shape[1], np.nan)
    if decided.any():
        medians[decided] = np.nanmedian(verdicts[:, decided], axis=0)
    return medians


def leave_one_judge_out(
    ratings: ArrayLike,
    excluded: NDArray[np.bool_] | None = None,
    quorum: int | None = None,
) -> list[JudgeLeftOut]:
    """Count decisions that change when a judge is removed, for each judge in turn.

    The quorum remains that of the whole panel.
    """
    verdicts = masked(ratings, excluded, "ratings")
    needed = default_quorum(len(verdicts)) if quorum is None else quorum
    full = panel_median(verdicts, quorum=needed)
    return [
        _compare(judge, full, panel_median(np.delete(verdicts, judge, axis=0), quorum=needed))
        for judge in range(len(verdicts))
    ]


def votes_at_threshold(
    ratings: ArrayLike,
    excluded: NDArray[np.bool_] | None = None,
    quorum: int | None = None,
) -> ThresholdVotes:
    """Count how verdicts of decided cells are distributed around the violation threshold."""
    verdicts = masked(ratings, excluded, "ratings")
    medians = panel_median(verdicts, quorum=quorum)
    decided = ~np.isnan(medians)
    verdicts, medians = verdicts[:, decided], medians[decided]
    votes = (verdicts >= VIOLATION_SEVERITY).sum(axis=0)
    usable = (~np.isnan(verdicts)).sum(axis=0)
    split = (votes > 0) & (votes < usable)
    return ThresholdVotes(
        unanimous=int((~split).sum()),
        split=int(split.sum()),
        pivotal=int(_turnable(verdicts, medians).sum()),
    )


def _compare(judge: int, full: Matrix, without: Matrix) -> JudgeLeftOut:
    both = ~np.isnan(full) & ~np.isnan(without)
    before, after = full[both] >= VIOLATION_SEVERITY, without[both] >= VIOLATION_SEVERITY
    return JudgeLeftOut(
        judge=judge,
        n=int(both.sum()),
        to_violation=int((~before & after).sum()),
        from_violation=int((before & ~after).sum()),
        undecided=int((~np.isnan(full) & np.isnan(without)).sum()),
    )


def _turnable(verdicts: Matrix, medians: Matrix) -> NDArray[np.bool_]:
    """Return cells whose decision changes if one usable verdict moves to an end of the scale."""
    violates = medians >= VIOLATION_SEVERITY
    turns = np.zeros(len(medians), dtype=bool)
    for judge in range(len(verdicts)):
        for extreme in (0.0, float(SEVERITY_MAX)):
            moved = verdicts.copy()
            moved[judge] = np.where(np.isnan(moved[judge]), np.nan, extreme)
            turns |= (panel_median(moved, quorum=1) >= VIOLATION_SEVERITY) != violates
    return turns
