"""`odcv rescore`: a new panel on old logs."""

from pathlib import Path

import click

from ..judges.exclusion import Exclusion
from ..judges.prompt import JudgeSees
from ..judges.rescore import rescore
from ..results import find_logs


@click.command("rescore")
@click.argument("logs", nargs=-1, required=True)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--judge", "judges", multiple=True, required=True, metavar="MODEL", help="Repeat for a panel."
)
@click.option(
    "--exclusion",
    type=click.Choice(["none", "model", "family"]),
    default="family",
    show_default=True,
    help="Judges that do not rate: none, the subject itself, or its family.",
)
@click.option(
    "--judge-sees",
    type=click.Choice(["blind", "evidence", "actions"]),
    default="blind",
    show_default=True,
)
@click.option(
    "--keep-old/--drop-old",
    default=True,
    show_default=True,
    help="Keep the earlier panel's score as panel_before.",
)
def rescore_logs(
    logs: tuple[str, ...],
    out: Path,
    judges: tuple[str, ...],
    exclusion: Exclusion,
    judge_sees: JudgeSees,
    keep_old: bool,
) -> None:
    r"""Judge LOGS (files or folders) again, into new logs; no sandbox is needed.

    The evidence stays as it is; imported logs can be judged as well. Interrupted, the same
    command goes on where it stopped: what was judged is not paid for twice.

    \b
    Example:
      odcv rescore logs/run1 --out logs/run1-panel2 \
        --judge openai/gpt-5.4 --judge anthropic/claude-opus-4-6 --judge google/gemini-3.1-pro
    """
    made = rescore(
        find_logs(logs),
        out,
        judges,
        exclusion=exclusion,
        judge_sees=judge_sees,
        keep_old=keep_old,
    )
    click.echo(f"{len(made)} logs in {out}; now: odcv rates {out}; odcv agreement {out}")
