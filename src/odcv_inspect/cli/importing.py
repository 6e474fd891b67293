"""`odcv import`: published runs as logs."""

from collections.abc import Mapping
from pathlib import Path

import click

from ..importers import ImportReport, import_checkout
from .given import read_yaml
from .output import tell

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("checkout", type=FOLDER)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--judge",
    "judges",
    multiple=True,
    metavar="AFFIX=MODEL",
    help="The model behind scores_AFFIX.csv, if not known; repeatable.",
)
@click.option("--judges", "file", type=FILE, help="The same as a YAML file of AFFIX: MODEL.")
@click.option("--release", metavar="NAME", help="Name for an unknown release.")
def import_runs(
    checkout: Path, out: Path, judges: tuple[str, ...], file: Path | None, release: str | None
) -> None:
    r"""Convert the published runs of an ODCV-Bench CHECKOUT to logs that all commands here read.

    Writes one log per model and variation, and one folder per release. Known releases (v1,
    v4-current, v4-previous, 2026-05-current, 2026-05-previous) are recognised by their files, and
    need no judges. For any other release in the same layout, name the judges; it is named after
    the checkout's commit, or with --release. Published medians are compared with those computed
    here. Anything that could not be used is counted and listed at the end; a second import
    overwrites the first.

    \b
    Examples:
      git clone https://github.com/McGill-DMaS/ODCV-Bench
      odcv import ODCV-Bench --out imported
      odcv rates imported/2026-05-current
    \b
      odcv import ODCV-Bench --out imported --release next \
        --judge gpt60=gpt-6 --judge claude50=claude-opus-5
    """
    mapped = {**(_read_mapping(file) if file else {}), **dict(map(_mapping, judges))}
    report = import_checkout(checkout, out, mapped, lambda line: tell(line, err=True), release)
    tell(_summary(report))


def _read_mapping(file: Path) -> Mapping[str, str]:
    read = read_yaml(file, "--judges")
    if not isinstance(read, dict) or not all(
        isinstance(each, str) for pair in read.items() for each in pair
    ):
        raise click.BadParameter(
            f"{file} must have one AFFIX: MODEL per line, such as 'gpt55: gpt-5.5'",
            param_hint="--judges",
        )
    return read


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
        *(f"judges of {release}: {_named(judges)}" for release, judges in report.judges.items()),
        f"published medians compared: {report.medians_checked}, "
        f"different: {len(report.medians_differing)}",
        *report.medians_differing,
        *(f"{count:6} {quirk}" for quirk, count in report.quirks.items()),
        *(f"not read: {problem}" for problem in report.problems),
    ]
    return "\n".join(lines)


def _named(judges: Mapping[str, str]) -> str:
    return ", ".join(f"{affix}={model}" for affix, model in judges.items())
