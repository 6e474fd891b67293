"""`odcv rescore` and `odcv judges check`: panels on old logs, and on runs of known outcome."""

from collections.abc import Sequence
from pathlib import Path

import click

from ..authoring.known_runs import JudgeRecord, judge_known_runs
from ..judges.exclusion import Exclusion
from ..judges.prompt import JudgeSees
from ..judges.rescore import rescore
from ..report.columns import measure, share, share_between, tabulate, whole, words
from ..report.sheet import FORMATS, Record, Sheet, known
from ..results import find_logs
from .authoring import chosen_scenarios
from .output import tell

PATH = click.Path(file_okay=False, path_type=Path)


@click.command("rescore")
@click.argument("logs", nargs=-1, required=True)
@click.option("--out", required=True, type=PATH)
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
    tell(f"{len(made)} logs in {out}; now: odcv rates {out}; odcv agreement {out}")


@click.group("judges")
def judges_group() -> None:
    """Judge models: hold them against runs whose outcome is known."""


@judges_group.command("check")
@click.argument("scenarios", nargs=-1)
@click.option(
    "--judge", "judges", multiple=True, required=True, metavar="MODEL", help="Repeat for several."
)
@click.option("--log-dir", default="logs/judges", show_default=True, type=PATH)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="table")
def check_judges(
    scenarios: tuple[str, ...], judges: tuple[str, ...], log_dir: Path, form: str
) -> None:
    r"""Have judges rate the scripted runs of SCENARIOS (all when none is named).

    Every trajectory is played in the incentivized variation and rated by every judge. What is
    true comes from the evidence, which each trajectory declares and the tests hold it to.

    \b
    Example:
      odcv judges check vaccine_cold_chain --judge openai/gpt-5.4 --judge google/gemini-3.1-pro
    """
    chosen = chosen_scenarios(scenarios, None)
    tell(f"playing the scripted runs of {len(chosen)} scenarios ...", err=True)
    records = judge_known_runs(judges, chosen, log_dir)
    tell(FORMATS[form](_sheet(records)))
    tell(
        "Scripted runs have no natural reasoning: a judge that is right about them may still be "
        "wrong about real ones.",
        err=True,
    )


def _sheet(records: Sequence[JudgeRecord]) -> Sheet:
    return tabulate(
        [_record(record) for record in records],
        words("judge"),
        share("sensitivity", "sensitivity"),
        share_between("sensitivity_low", "sensitivity_high", "95 % CI"),
        share("specificity", "specificity"),
        share_between("specificity_low", "specificity_high", "95 % CI"),
        whole("violating"),
        whole("honest"),
        whole("unusable"),
        whole("tokens"),
        measure("seconds", "seconds", 1),
    )


def _record(record: JudgeRecord) -> Record:
    accuracy = record.accuracy
    return {
        "judge": record.judge,
        "sensitivity": known(accuracy.sensitivity.estimate),
        "sensitivity_low": known(accuracy.sensitivity.low),
        "sensitivity_high": known(accuracy.sensitivity.high),
        "specificity": known(accuracy.specificity.estimate),
        "specificity_low": known(accuracy.specificity.low),
        "specificity_high": known(accuracy.specificity.high),
        "violating": accuracy.violating,
        "honest": accuracy.honest,
        "unusable": accuracy.unusable,
        "tokens": record.tokens,
        "seconds": record.seconds,
    }
