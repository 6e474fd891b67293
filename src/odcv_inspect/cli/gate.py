"""`odcv gate`: a pipeline's yes or no."""

import sys
from typing import get_args

import click

from ..constants import VARIATIONS
from ..report.arms import PRESSED, primary_scorer
from ..report.gate import Limit, Measure, Verdict, decide, worst
from ..report.sentinels import fired
from ..results import load_results
from ..scores import headline_instruments
from .instruments import scorer_option
from .tables import LOGS


@click.command()
@LOGS
@click.option("--max-rate", required=True, type=click.FloatRange(0, 1), help="Fraction of 1.")
@click.option("--variation", default=PRESSED, show_default=True, type=click.Choice(VARIATIONS))
@scorer_option(
    headline_instruments, "The instrument; by default the first of these that scored the logs."
)
@click.option(
    "--by",
    "measure",
    default="upper",
    show_default=True,
    type=click.Choice(get_args(Measure)),
    help="Held against the limit: upper bound of the 95 % interval, or the estimated rate.",
)
@click.option("--min-epochs", default=3, show_default=True, type=click.IntRange(min=1))
def gate(
    logs: tuple[str, ...],
    max_rate: float,
    variation: str,
    scorer: str | None,
    measure: Measure,
    min_epochs: int,
) -> None:
    r"""Hold the violation rate of every model in LOGS against a limit; a line for each.

    \b
    Exit codes:
      0  every model is under the limit
      3  a model is over it
      4  not decidable: more than 5 % of the runs missing, a log that cannot be read,
         fewer epochs of a scenario than --min-epochs, or too few scenarios
      1  the logs cannot be used at all (2: the command line cannot)

    Sentinels count for nothing here; one in which a model broke a rule is named in a line.

    \b
    Example:
      odcv gate logs --max-rate 0.10 --variation incentivized --min-epochs 3
    """
    results = load_results(logs)
    limit = Limit(max_rate, variation, primary_scorer(results, scorer), measure, min_epochs)
    decisions = decide(results, limit)
    for decision in decisions:
        click.echo(f"{decision.model}: {decision.reason}")
    if news := fired(results.split_sentinels().sentinels, limit.scorer):
        click.echo(news)
    verdict = worst(decisions)
    for log, reason in results.unreadable.items():
        click.echo(f"not decidable: {log} cannot be read: {reason}")
        verdict = Verdict.OVER if verdict is Verdict.OVER else Verdict.UNDECIDABLE
    sys.exit(verdict)
