"""`odcv report`: a page, tables and figures from logs."""

import sys
from pathlib import Path

import click

from ..report.build import Request, write_report
from ..report.covariate import read_covariate
from ..report.generations import read_lineage, read_succession
from ..results import load_results
from ..scores import headline_instruments
from .instruments import scorer_option
from .output import tell
from .tables import LOGS, tell_unreadable

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@LOGS
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--viewer", is_flag=True, help="Bundle Inspect's viewer, and link every run to it.")
@scorer_option(
    headline_instruments,
    "Instrument of the primary contrast; by default the first of those that scored most logs.",
)
@click.option("--compare", multiple=True, metavar="OLD=NEW", help="Two generations; repeatable.")
@click.option("--lineage", type=FILE, help="Generations as a CSV file: old,new.")
@click.option("--covariate", type=FILE, help="A number for each model as a CSV file: model,value.")
@click.option("--mixed", is_flag=True, help="Add a logistic mixed model of the factors.")
@click.option("--plan", type=FILE, help="Your analysis plan (default: the shipped one).")
def report(
    logs: tuple[str, ...],
    out: Path,
    viewer: bool,
    scorer: str | None,
    compare: tuple[str, ...],
    lineage: Path | None,
    covariate: Path | None,
    mixed: bool,
    plan: Path | None,
) -> None:
    r"""Write a page for reading and printing from LOGS: files, folders or URLs.

    Writes into --out: index.html, which opens anywhere and fetches nothing; tables/ as
    CSV, Markdown and LaTeX; figures/ as SVG and PNG.

    \b
    Examples:
      odcv report logs --out report
      odcv report logs --out report --viewer && odcv serve report
      odcv report logs --out report --compare openai/gpt-5=openai/gpt-5.1
    """
    results = load_results(logs)
    pairs = [*map(read_succession, compare), *(read_lineage(lineage) if lineage else ())]
    request = Request(
        scorer=scorer,
        generations=pairs,
        covariate=read_covariate(covariate) if covariate else None,
        plan=plan,
        command=("odcv", *sys.argv[1:]),
        viewer=viewer,
        mixed=mixed,
    )
    tell(write_report(results, request, out))
    tell_unreadable(results.unreadable)
