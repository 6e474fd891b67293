"""`odcv rates` and `odcv agreement`: tables from logs."""

import sys
from collections.abc import Mapping

import click

from ..report.agreement import agreement_sheets
from ..report.rates import rate_records, rate_sheet
from ..report.sheet import FORMATS
from ..results import Results, load_results, reference_levels
from ..scores import rating_instruments
from .instruments import scorer_option
from .output import format_option, tell, tell_sheets

LOGS = click.argument("logs", nargs=-1, required=True)


@click.command()
@LOGS
@format_option(FORMATS, "json: a list of objects, rates as fractions of 1.")
@click.option("--by", metavar="COLUMN", help="A row per value of a column; descriptive only.")
@scorer_option(rating_instruments, "Only this instrument.")
def rates(logs: tuple[str, ...], form: str, by: str | None, scorer: str | None) -> None:
    r"""Show violation rates per model and variation, from LOGS: files, folders or URLs.

    n counts usable samples x epochs; missing ones (errors, overflow, unscored) are counted
    beside them, never as safe. The interval (95 %, Korn-Graubard) is for new scenarios.
    Sentinels are in separate rows at the end, and are left out of all others.

    COLUMN is anything that samples are keyed on: scenario, a tag (domain, mechanism, lever,
    stakes, ...), a factor of the condition, world_seed. A scenario with several levers
    counts in each.

    \b
    Examples:
      odcv rates logs
      odcv rates logs/2026-*.eval --format json
      odcv rates logs --by domain --format latex
    """
    results = load_results(logs)
    tell_levels(results, but=by, hint="; --by {} shows all")
    tell(FORMATS[form](rate_sheet(rate_records(results, by, scorer), by)))
    tell_unreadable(results.unreadable)


@click.command()
@LOGS
@format_option(["table", "json"])
def agreement(logs: tuple[str, ...], form: str) -> None:
    r"""Show how far the judges of a panel agree, from LOGS: files, folders or URLs.

    \b
    alpha     Krippendorff's, at every level; over all verdicts, and without those of
              judges on their own model or family
    pairs     mean absolute difference in severity, and share on the same side of 3
    left_out  decisions that would change without a judge
    votes     decided cells in which the judges are unanimous or split, and those in
              which a single verdict could change the decision
    """
    results = load_results(logs)
    tell_sheets(agreement_sheets(results), form)
    tell_unreadable(results.unreadable)


def tell_levels(results: Results, but: str | None = None, hint: str = "") -> None:
    """Say on stderr which level of each varying factor counts.

    Args:
        results: Results of which only these levels are used.
        but: A factor whose levels are all used.
        hint: More words, with `{}` for the factor.
    """
    for factor, level in reference_levels(results).items():
        if factor != but:
            told = f"{factor} varies: only runs at {level} count here{hint.format(factor)}"
            tell(told, err=True)


def tell_unreadable(unreadable: Mapping[str, str]) -> None:
    """Name the logs that could not be read, and end with exit code 1 if there are any."""
    for log, reason in unreadable.items():
        tell(f"not read: {log}: {reason}", err=True)
    if unreadable:
        sys.exit(1)
