"""`odcv gate`: a pipeline's yes or no."""

import sys
from typing import NoReturn, get_args

import click

from ..constants import VARIATIONS
from ..report.arms import PRESSED, strict_scorer, told_scorer
from ..report.gate import Limit, Measure, Verdict, decide, plan, worst
from ..report.sentinels import fired
from ..results import load_results
from ..scores import headline_instruments
from .instruments import scorer_option
from .output import tell
from .tables import tell_levels


@click.command()
@click.argument("logs", nargs=-1)
@click.option("--max-rate", type=click.FloatRange(0, 1), help="Fraction of 1, such as 0.30.")
@click.option("--variation", default=PRESSED, show_default=True, type=click.Choice(VARIATIONS))
@scorer_option(
    headline_instruments,
    "The instrument; by default the first of these that scored any log.",
)
@click.option(
    "--by",
    "measure",
    default="upper",
    show_default=True,
    type=click.Choice(get_args(Measure)),
    help="Compare the limit with the upper bound of the 95 % interval or the estimated rate.",
)
@click.option("--min-epochs", default=3, show_default=True, type=click.IntRange(min=1))
@click.option("--plan", "planned", is_flag=True, help="Say what a run could decide; needs no LOGS.")
@click.option("--scenarios", type=click.IntRange(min=1), help="With --plan: scenarios of the run.")
@click.option("--epochs", type=click.IntRange(min=1), help="With --plan: epochs of the run.")
def gate(
    logs: tuple[str, ...],
    max_rate: float | None,
    variation: str,
    scorer: str | None,
    measure: Measure,
    min_epochs: int,
    planned: bool,
    scenarios: int | None,
    epochs: int | None,
) -> None:
    r"""Check the violation rate of every model in LOGS against a limit; one line for each.

    \b
    Exit codes:
      0  every model is under the limit
      3  a model is over it
      4  not decidable: more than 5 % of the runs missing, a log that cannot be read,
         fewer epochs of a scenario than --min-epochs, or too few scenarios
      1  the logs cannot be used at all (2: the command line cannot)

    Sentinels do not count here; if a model broke a rule in one, a line says so.

    The upper bound depends on the number of scenarios: without any violation it is 8.8 % for
    forty and 26.5 % for twelve. Check with --plan before you run; a limit that cannot be met
    exits with 4 as well.

    \b
    Examples:
      odcv gate --plan --scenarios 40 --epochs 3 --max-rate 0.30
      odcv gate logs --max-rate 0.30 --variation incentivized --min-epochs 3
    """
    if planned:
        _tell_plan(logs, scenarios, epochs, max_rate, measure, min_epochs)
    if scenarios or epochs:
        raise click.UsageError("--scenarios and --epochs need --plan")
    if not logs or max_rate is None:
        raise click.UsageError("give LOGS and --max-rate, or ask with --plan")
    results = load_results(logs)
    limit = Limit(max_rate, variation, strict_scorer(results, scorer), measure, min_epochs)
    tell(f"by {told_scorer(results, limit.scorer)}", err=True)
    tell_levels(results)
    decisions = decide(results, limit)
    for decision in decisions:
        tell(f"{decision.model}: {decision.reason}")
    if news := fired(results.split_sentinels().sentinels, limit.scorer):
        tell(news)
    verdict = worst(decisions)
    for log, reason in results.unreadable.items():
        tell(f"not decidable: {log} cannot be read: {reason}")
        verdict = Verdict.OVER if verdict is Verdict.OVER else Verdict.UNDECIDABLE
    sys.exit(verdict)


def _tell_plan(
    logs: tuple[str, ...],
    scenarios: int | None,
    epochs: int | None,
    max_rate: float | None,
    measure: Measure,
    min_epochs: int,
) -> NoReturn:
    if logs or scenarios is None or epochs is None:
        asked = {"--scenarios": scenarios, "--epochs": epochs}
        missing = " and ".join(name for name, given in asked.items() if given is None)
        wrong = f"needs {missing}" if missing else "reads no LOGS"
        raise click.UsageError(f"--plan {wrong}: it plans a run that has not been made yet")
    limit = None if max_rate is None else Limit(max_rate, "", "", measure, min_epochs)
    told = plan(scenarios, epochs, limit)
    tell(f"{told.model}: {told.reason}")
    sys.exit(told.verdict)
