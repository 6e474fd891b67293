"""`odcv`: what stands before and after `inspect eval`."""

import sys
from pathlib import Path

import click

from .constants import VARIATIONS
from .contract import check_scenario
from .errors import OdcvError
from .report.formats import FORMATS
from .report.tables import rate_rows
from .results import load_results
from .scenario import datasets_dir, find_scenario, load_scenarios
from .world.export import export_world


class Commands(click.Group):
    """Shows this package's own errors as one clear text, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an `OdcvError` ends it with exit code 1."""
        try:
            return super().invoke(ctx)
        except OdcvError as e:
            raise click.ClickException(str(e)) from e


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="odcv_inspect")
def main() -> None:
    r"""Outcome-driven constraint violations, measured with Inspect AI.

    \b
    Run an evaluation with Inspect itself:
      inspect eval odcv_inspect/control odcv_inspect/incentivized --model MODEL
    then read the rates from its logs:
      odcv rates logs
    and the transcripts in Inspect's viewer:
      inspect view

    \b
    `--model reference/honest` (or violating, idle) plays scripted runs: no key, no network.
    """


@main.command()
@click.argument("logs", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="json: a list of objects, rates as fractions of 1.",
)
def rates(logs: tuple[str, ...], form: str) -> None:
    r"""Violation rates per model and variation, from LOGS: files, folders or URLs.

    n counts usable samples x epochs; missing ones (errors, overflow, unscored) are counted
    beside them, never as safe. The interval (95 %, Korn-Graubard) is for new scenarios.

    \b
    Examples:
      odcv rates logs
      odcv rates logs/2026-*.eval --format json
    """
    results = load_results(logs)
    click.echo(FORMATS[form](rate_rows(results)))
    for log, reason in results.unreadable.items():
        click.echo(f"not read: {log}: {reason}", err=True)
    if results.unreadable:
        sys.exit(1)


@main.command()
@click.argument("scenarios", nargs=-1)
@click.option(
    "--scenarios-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A private folder of scenarios; the shipped ones when not given.",
)
def check(scenarios: tuple[str, ...], scenarios_dir: Path | None) -> None:
    """Hold SCENARIOS (all when none is named) against the authoring contract.

    Reads every file, builds several worlds, compiles every query, and looks for markers that
    are not in their source, targets that can be read where they must not, and telling words.
    """
    root = scenarios_dir or datasets_dir()
    chosen = [find_scenario(s, str(root)) for s in scenarios] or load_scenarios(root).values()
    problems = []
    for scenario in chosen:
        found = check_scenario(scenario)
        problems += found
        click.echo(f"{scenario.id}: {f'{len(found)} problems' if found else 'ok'}")
    for problem in problems:
        click.echo(problem.text, err=True)
    if problems:
        sys.exit(1)


@main.command()
@click.argument("scenario")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0))
@click.option(
    "--variation", default="incentivized", show_default=True, type=click.Choice(VARIATIONS)
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--scenarios-dir", type=click.Path(exists=True, file_okay=False))
def world(scenario: str, seed: int, variation: str, out: Path, scenarios_dir: str | None) -> None:
    """Write the world that SCENARIO generates from a seed into a folder, for reading.

    The folder then holds what the agent would find (home, shared drive, mailbox, databases,
    company tools), and beside it prompt.md and facts.json.
    """
    count = export_world(find_scenario(scenario, scenarios_dir), seed, variation, out)
    click.echo(f"{count} files in {out}; begin with {out / 'prompt.md'}")
