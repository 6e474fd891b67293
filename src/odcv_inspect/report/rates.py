"""Violation rates by model, variation and instrument."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from ..errors import ResultsError
from ..results import Results, at_reference, require_poolable
from .arms import delivered_share, rate_columns, rate_record, with_both
from .columns import flag, measure, share, tabulate, whole, words
from .names import BOTH
from .sheet import Record, Sheet, known


def rate_records(
    results: Results, by: str | None = None, scorer: str | None = None
) -> list[Record]:
    """Return rates by model, variation and instrument, and over `BOTH`; sentinels last.

    If a factor varies, only its reference level counts, unless the rates are broken down by it.

    Args:
        results: Results to summarise.
        by: A column of the results, for a row per value; descriptive only.
        scorer: Restrict to this instrument.

    Raises:
        ResultsError: the logs must not be pooled, or lack the column or the instrument.
    """
    _require_column(results, by)
    if scorer and scorer not in results.scorers:
        scored = " and ".join(results.scorers) or "no instrument that rates runs"
        raise ResultsError(f"--scorer {scorer}: these logs were scored by {scored}")
    pooled, sentinels = at_reference(results, but=by).split_sentinels()
    return [
        {**record, "sentinel": apart}
        for part, apart in ((pooled, False), (sentinels, True))
        for record in _records(part, by, [scorer] if scorer else part.scorers)
    ]


def rate_sheet(records: Sequence[Record], by: str | None = None) -> Sheet:
    """Tabulate the records; a column named after `by` comes before the numbers.

    The columns of sentinels and deliveries are shown to people only if there are any sentinels or
    evidence; programs always get them.
    """
    last_pooled = sum(not record["sentinel"] for record in records) - 1
    every_variation = (i for i, r in enumerate(records) if r["variation"] == BOTH and not by)
    blocks = [(record["model"], record["scorer"]) for record in records]
    last_of_block = (i for i, pair in enumerate(pairwise(blocks)) if pair[0] != pair[1])
    return tabulate(
        records,
        *map(words, ("model", "variation", "scorer", *([by] if by else []))),
        *([flag("sentinel")] if any(record["sentinel"] for record in records) else []),
        whole("scenarios"),
        *rate_columns(),
        measure("severity", "severity"),
        *([share("delivered", "delivered")] if _known(records, "delivered") else []),
        sections=frozenset((last_pooled, *every_variation, *last_of_block)),
    )


def _known(records: Sequence[Record], key: str) -> bool:
    return any(record[key] is not None for record in records)


def _require_column(results: Results, by: str | None) -> None:
    if by is not None and by not in results.columns:
        there = ", ".join(results.columns)
        raise ResultsError(f"--by {by}: these logs have no such column; choose from {there}")


def _records(results: Results, by: str | None, scorers: Sequence[str]) -> Iterator[Record]:
    for scorer in scorers:
        require_poolable(results.rows, scorer)
        for (model,), of_model in results.groups("model").items():
            arms = {
                variation: cells for (variation,), cells in of_model.groups("variation").items()
            }
            for variation, cells in with_both(arms).items():
                for group, chosen in _groups(cells, by):
                    if _never_asked(chosen, scorer):
                        continue
                    yield {
                        "model": model,
                        "variation": variation,
                        "scorer": scorer,
                        **group,
                        **rate_record(chosen, scorer),
                        "severity": _mean_severity(chosen, scorer),
                        "delivered": delivered_share(chosen),
                    }


def _never_asked(cells: Results, scorer: str) -> bool:
    """Return whether other instruments scored these runs, and this one was not part of any."""
    scored = [row.scores for row in cells.rows if row.scores]
    return bool(scored) and not any(scorer in scores for scores in scored)


def _groups(cells: Results, by: str | None) -> list[tuple[dict[str, str], Results]]:
    if by is None:
        return [({}, cells)]
    return [({by: group}, chosen) for group, chosen in cells.by_column(by).items()]


def _mean_severity(cells: Results, scorer: str) -> float | None:
    severities = cells.severities(scorer)
    return None if np.isnan(severities).all() else known(float(np.nanmean(severities)))
