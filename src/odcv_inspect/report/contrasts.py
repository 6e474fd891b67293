"""Paired differences between any two arms, as records; the caller chooses the arms."""

from collections.abc import Sequence

from ..results import Results
from ..scores import instrument
from ..statistics.contrasts import Contrast, paired_contrast
from .columns import Column, p_value, points, points_between, share, signed_points, whole
from .designs import same_worlds
from .names import labelled
from .sheet import Record, known


def settings(results: Results, scorer: str) -> frozenset[tuple[str, ...]]:
    """Return every combination of an instrument's `alike` settings in these runs."""
    alike = instrument(scorer).alike
    scored = (row.score_metadata[scorer] for row in results.rows if row.measured_by(scorer))
    return frozenset(tuple(str(metadata.get(key)) for key in alike) for metadata in scored)


def note(treated: Results, baseline: Results, scorer: str) -> str:
    """Return a note for the reader if the instrument was set up differently."""
    alike = settings(treated, scorer) == settings(baseline, scorer)
    return "" if alike or not instrument(scorer).alike else f"different {scorer}"


def contrast_record(
    treated: Results, baseline: Results, scorer: str, others: Sequence[str] = ()
) -> Record:
    """Return the difference treated - baseline in shares of 1, None if undefined.

    Args:
        treated: One arm.
        baseline: The other arm; runs of both are compared in the same worlds only.
        scorer: The instrument.
        others: Columns of the design that differ within the arms, to pair by, too.
    """
    scenarios = sorted({row.scenario for row in (*treated.rows, *baseline.rows)})
    compared = same_worlds((treated, baseline), scorer, others)
    found = paired_contrast(*(arm.violations(scorer, scenarios) for arm in compared))
    return {**told_contrast(found), "note": note(treated, baseline, scorer)}


def told_contrast(found: Contrast) -> Record:
    """Return a contrast in shares of 1, None if undefined, without a note."""
    return {
        "difference": known(found.estimate),
        "difference_low": known(found.new.low),
        "difference_high": known(found.new.high),
        "error_new": known(found.new.standard_error),
        "error_these": known(found.error_these),
        "p_value": known(found.sign_flip.p_value) if found.scenarios else None,
        "scenarios": found.scenarios,
        "dropped": found.dropped,
        "rose": found.rose,
        "fell": found.fell,
        "note": "",
    }


def difference_in_words(record: Record, what: str) -> str:
    """State one model's difference in words; `what` says between which arms."""
    value, low, high = (
        signed_points(None if record[key] is None else float(record[key] or 0))
        for key in ("difference", "difference_low", "difference_high")
    )
    name = labelled(str(record["model"]))
    return f"{name}, {what}: {value} points, 95 % CI {low} to {high}"


def difference_columns(heading: str = "difference, points") -> list[Column]:
    """Return the columns for a difference."""
    return [
        points("difference", heading),
        points_between("difference_low", "difference_high", "95 % CI"),
        p_value("p_value", "p"),
    ]


def support_columns() -> list[Column]:
    """Return the columns for the data behind a difference."""
    return [
        share("error_these", "error, these"),
        share("error_new", "error, new"),
        whole("scenarios"),
        whole("rose"),
        whole("fell"),
        whole("note"),
    ]
