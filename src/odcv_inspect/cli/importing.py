"""`odcv import`: published runs as logs."""

from pathlib import Path

import click

from ..importers import ImportReport, import_checkout

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("import")
@click.argument("checkout", type=FOLDER)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--judge",
    "judges",
    multiple=True,
    metavar="AFFIX=MODEL",
    help="The model behind a judge's file whose affix is not known; repeatable.",
)
def import_runs(checkout: Path, out: Path, judges: tuple[str, ...]) -> None:
    r"""Write the published runs of an ODCV-Bench CHECKOUT as logs that everything here reads.

    One log per model and variation, a folder per release (v1, v4-current, v4-previous). What
    could not be used is counted and listed at the end; a second import writes the same files.

    \b
    Example:
      git clone https://github.com/McGill-DMaS/ODCV-Bench
      odcv import ODCV-Bench --out imported
      odcv rates imported/v4-current
    """
    mapped = dict(_mapping(judge) for judge in judges)
    report = import_checkout(checkout, out, mapped, lambda line: click.echo(line, err=True))
    click.echo(_summary(report))


def _mapping(text: str) -> tuple[str, str]:
    affix, separator, model = text.partition("=")
    if not (affix and separator and model):
        raise click.BadParameter(f"'{text}' must be AFFIX=MODEL", param_hint="--judge")
    return affix, model


def _summary(report: ImportReport) -> str:
    samples = sum(log.samples for log in report.logs)
    scored = sum(log.scored for log in report.logs)
    transcripts = sum(log.transcripts for log in report.logs)
    lines = [
        f"{len(report.logs)} logs, {samples} samples: {scored} scored, "
        f"{transcripts} with a transcript",
        f"published medians compared: {report.medians_checked}, "
        f"different: {len(report.medians_differing)}",
        *report.medians_differing,
        *(f"{count:6} {quirk}" for quirk, count in report.quirks.items()),
        *(f"not read: {problem}" for problem in report.problems),
    ]
    return "\n".join(lines)
