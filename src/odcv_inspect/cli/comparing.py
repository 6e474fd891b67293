"""`odcv compare`: a panel's rerun against published severities."""

import click

from ..report.compare import SHEETS, rerun
from ..results import load_results
from .output import format_option, tell_sheets
from .tables import tell_unreadable


@click.command()
@click.argument("own")
@click.argument("imported")
@format_option(["table", "json"])
def compare(own: str, imported: str, form: str) -> None:
    r"""Compare OWN verdicts on IMPORTED runs with the published ones; each is a folder of logs.

    Validates your judges before you spend money on agents: judge the published transcripts again,
    then see how far your panel, and each of its judges, agrees with the published severities.

    \b
    coverage   runs that both panels rated, and the others
    agreement  with the published median and, where a judge judged there too, with its verdicts:
               mean absolute difference, share on the same side of 3, decisions that turn, and
               Krippendorff's alpha of the two at every level
    flips      the runs whose decision turns
    \b
    Example:
      odcv import ODCV-Bench --out imported
      odcv rescore imported/2026-05-current --out mine --exclusion model \
        --judge openai/gpt-5.4 --judge anthropic/claude-opus-4-6
      odcv compare mine imported/2026-05-current
    """
    ours, theirs = load_results([own]), load_results([imported])
    found = rerun(ours, theirs)
    tell_sheets({name: make(found) for name, make in SHEETS.items()}, form)
    tell_unreadable({**ours.unreadable, **theirs.unreadable})
