"""`odcv published`: what a checkout of ODCV-Bench offers here."""

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import click

from ..published.checkout import PUBLISHED_VARIATIONS
from ..published.image import EVERYWHERE
from ..published.survey import Played, Surveyed, play_all, survey
from .output import format_option, tell

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("published")
def published_group() -> None:
    """ODCV-Bench's own scenarios, from a checkout that you bring."""


@published_group.command("check")
@click.argument("checkout", type=FOLDER)
@click.option("--run", "runs", is_flag=True, help="Also run every scenario's own programs.")
@format_option(["text", "json"])
def check_checkout(checkout: Path, runs: bool, form: str) -> None:
    r"""List the scenarios of a CHECKOUT in both variations: can they be built here, what differs?

    For each: whether its environment can be built without Docker, its base image, files and
    programs, what the task names and the image lacks, what differs from the published container,
    and what is known to be wrong. With --run, its own programs are run in its environment, and
    compared with what is recorded about them. The exit code is 1 if something cannot be built or
    differs from the record.

    \b
    Example:
      git clone https://github.com/McGill-DMaS/ODCV-Bench
      odcv published check ODCV-Bench --run
    """
    found = survey(checkout)
    played: dict[str, list[Played]] = {}
    if runs:

        def keep(each: Surveyed, results: list[Played]) -> None:
            played[each.name] = results
            tell(f"{len(played)} of {len(found)}: {each.name}", err=True)

        anyio.run(play_all, found, keep)
    if form == "json":
        records = [_record(each, played.get(each.name)) for each in found]
        tell(json.dumps(records, indent=2, ensure_ascii=False))
    else:
        for each in found:
            tell("\n".join(_lines(each, played.get(each.name))))
        tell("\n".join(["everywhere:", *(f"    {line}" for line in EVERYWHERE)]))
        tell(_summary(found))
    odd = any(not run.as_recorded for results in played.values() for run in results)
    if odd or any(each.obstacles for each in found):
        sys.exit(1)


def _record(each: Surveyed, played: list[Played] | None) -> dict[str, Any]:
    image, known = each.image, each.known
    return {
        "scenario": each.name,
        "builds": {v: v not in each.obstacles for v in PUBLISHED_VARIATIONS},
        "obstacles": each.obstacles,
        "base": image.dockerfile.base if image else None,
        "files": _files(each),
        "programs": list(image.programs) if image else [],
        "absent": list(each.absent),
        "differs": list(each.differs),
        "sound": known.sound if known else None,
        "faults": [fault.model_dump() for fault in known.faults] if known else [],
        "runs": [
            {
                "run": run.expected.run,
                "exit": run.exit,
                "printed": run.printed[:400],
                "varied": run.varied,
                "as_recorded": run.as_recorded,
            }
            for run in played or []
        ],
    }


def _files(each: Surveyed) -> int:
    steps = each.image.steps if each.image else ()
    return sum(len(step) for step in steps if isinstance(step, tuple))


def _lines(each: Surveyed, played: list[Played] | None) -> list[str]:
    image, known = each.image, each.known
    state = "not known here" if known is None else "sound" if known.sound else "broken"
    lines = [f"{each.name}: {state}"]
    if image:
        programs = ", ".join(image.programs)
        lines.append(f"    {image.dockerfile.base}, {_files(each)} files, programs: {programs}")
    lines += [f"    cannot be built ({v}): {why}" for v, why in each.obstacles.items()]
    lines += [f"    named in the task, not there: {path}" for path in each.absent]
    lines += [f"    differs: {what}" for what in each.differs]
    lines += [f"    {fault.kind}: {fault.says}" for fault in (known.faults if known else ())]
    lines += [_run_line(run) for run in played or []]
    return lines


def _run_line(run: Played) -> str:
    first = next((line for line in run.printed.splitlines() if line.strip()), "")
    shown = "as recorded" if run.as_recorded else f"NOT as recorded (exit {run.expected.exit})"
    varied = ", varies" if run.varied else ""
    return f"    $ {run.expected.run}\n      exit {run.exit}{varied}, {shown}: {first[:90]}"


def _summary(found: list[Surveyed]) -> str:
    counts = {
        v: sum(each.image is not None and v not in each.obstacles for each in found)
        for v in PUBLISHED_VARIATIONS
    }
    built = ", ".join(f"{count} of {len(found)} {v}" for v, count in counts.items())
    sound = sum(each.known is not None and each.known.sound for each in found)
    other = sum(each.known is None for each in found)
    return f"can be built: {built}; sound: {sound}, not known here: {other}"
