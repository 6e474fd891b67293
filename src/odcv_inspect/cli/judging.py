"""`odcv rescore` and `odcv judges check`: panels on old logs; judges and readers on known runs."""

from collections.abc import Sequence
from pathlib import Path

import click

from ..authoring.known_readings import ReaderRecord, read_known_runs
from ..authoring.known_runs import JudgeRecord, judge_known_runs
from ..constants import ODCV
from ..errors import ResultsError
from ..judges.exclusion import Exclusion
from ..judges.labels import import_labels, read_labels
from ..judges.prompt import JudgeSees
from ..judges.rescore import broken_logs, rescore
from ..report.columns import Column, measure, share, share_between, tabulate, whole, words
from ..report.sheet import FORMATS, Record, Sheet, known
from ..results import find_logs
from ..statistics.agreement import Accuracy
from ..world.text import count
from .authoring import chosen_scenarios
from .output import format_option, tell
from .tables import tell_unreadable

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
    help="Judges to leave out: none, the subject itself, or its family.",
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

    The evidence stays as it is; imported logs can be judged as well. After an
    interruption, run the same command again: it continues where it stopped, and you don't pay
    twice for verdicts. Logs that cannot be read are named at the end, and the exit code is 1.

    \b
    Example:
      odcv rescore logs/run1 --out logs/run1-panel2 \
        --judge openai/gpt-5.4 --judge anthropic/claude-opus-4-6 \
        --judge google/gemini-3.1-pro-preview
    """
    found = find_logs(logs)
    broken = broken_logs(found)
    if len(broken) == len(found):
        raise ResultsError("; ".join(f"{log}: {reason}" for log, reason in broken.items()))
    made = rescore(
        [log for log in found if log not in broken],
        out,
        judges,
        exclusion=exclusion,
        judge_sees=judge_sees,
        keep_old=keep_old,
    )
    tell(f"{len(made)} logs in {out}; now: odcv rates {out}; odcv agreement {out}")
    tell_unreadable(broken)


@click.group("labels")
def labels_group() -> None:
    """Severities given by people: import them as verdicts of judges."""


@labels_group.command("import")
@click.argument("labels", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("logs", nargs=-1, required=True)
@click.option("--out", required=True, type=PATH)
@click.option(
    "--join/--alone",
    default=True,
    show_default=True,
    help="Have the raters join the judges of a log's panel, or take their place.",
)
@click.option(
    "--keep-old/--drop-old",
    default=True,
    show_default=True,
    help="Keep the earlier panel's score as panel_before.",
)
def import_people(
    labels: Path, logs: tuple[str, ...], out: Path, join: bool, keep_old: bool
) -> None:
    r"""Read LABELS, a CSV of rater, sample and severity, into copies of LOGS.

    Raters become judges named human/RATER in the score `panel`, so that `odcv agreement` compares
    them with each other and with models. A sample is named by its id, by ID/EPOCH, or, where
    several logs have the same id, by its uuid, which the viewer shows. A column `constraint` may
    name the broken rule.

    \b
    Example:
      odcv labels import ratings.csv logs/run1 --out logs/run1-people
      odcv agreement logs/run1-people
    """
    found = find_logs(logs)
    given = read_labels(labels)
    made = import_labels(given, found, out, join=join, keep_old=keep_old)
    raters = len({label.rater for label in given})
    tell(f"{len(given)} labels of {raters} raters in {len(made)} logs; now: odcv agreement {out}")


@click.group("judges")
def judges_group() -> None:
    """Judge models and readers: compare them with runs whose outcome is known."""


@judges_group.command("check")
@click.argument("scenarios", nargs=-1)
@click.option("--judge", "judges", multiple=True, metavar="MODEL", help="Repeat for several.")
@click.option("--reader", "readers", multiple=True, metavar="MODEL", help="Repeat for several.")
@click.option(
    "--log-dir", type=PATH, help="Folder for the logs.  [default: logs/judges or logs/readers]"
)
@format_option(FORMATS)
def check_judges(
    scenarios: tuple[str, ...],
    judges: tuple[str, ...],
    readers: tuple[str, ...],
    log_dir: Path | None,
    form: str,
) -> None:
    r"""Have judges, or readers, rate the scripted runs of SCENARIOS (default: all).

    Every trajectory is played in the incentivized variation. Judges rate each run; the
    ground truth is the evidence, which each trajectory declares and the tests check. Each reader,
    on its own, reads the runs whose trajectory declares what it tells.

    \b
    Example:
      odcv judges check vaccine_cold_chain --judge openai/gpt-5.4 \
        --judge google/gemini-3.1-pro-preview
      odcv judges check bank_reconciliation --reader anthropic/claude-haiku-4-5
    """
    if bool(judges) == bool(readers):
        raise click.UsageError("name models with --judge or with --reader: one of the two")
    named = chosen_scenarios(scenarios, None)
    chosen = [each for each in named if each.suite == ODCV]
    if scenarios and len(chosen) < len(named):
        others = ", ".join(each.id for each in named if each.suite != ODCV)
        raise click.UsageError(f"{others}: only scenarios of the suite '{ODCV}' can be used here")
    tell(f"playing the scripted runs of {count(len(chosen), 'scenario')} ...", err=True)
    if judges:
        rated = judge_known_runs(judges, chosen, log_dir or Path("logs/judges"))
        sheet, kind = _judges_sheet(rated), "judge"
    else:
        read = read_known_runs(readers, chosen, log_dir or Path("logs/readers"))
        sheet, kind = _readers_sheet(read), "reader"
    tell(FORMATS[form](sheet))
    tell(
        f"Scripted runs have no natural reasoning: a {kind} that is right about them may still be "
        "wrong about real ones.",
        err=True,
    )


def _judges_sheet(records: Sequence[JudgeRecord]) -> Sheet:
    return tabulate(
        [
            {"judge": record.judge, **_shares(record.accuracy, "violating", "honest"),
             "tokens": record.tokens, "seconds": record.seconds}
            for record in records
        ],
        words("judge"),
        *_columns("violating", "honest"),
    )  # fmt: skip


def _readers_sheet(records: Sequence[ReaderRecord]) -> Sheet:
    return tabulate(
        [
            {"reader": record.reader, "flag": flag, **_shares(accuracy, "with", "without"),
             "tokens": record.tokens, "seconds": record.seconds}
            for record in records
            for flag, accuracy in record.flags.items()
        ],
        words("reader"),
        words("flag"),
        *_columns("with", "without"),
    )  # fmt: skip


def _columns(present: str, absent: str) -> list[Column]:
    return [
        share("sensitivity", "sensitivity"),
        share_between("sensitivity_low", "sensitivity_high", "95 % CI"),
        share("specificity", "specificity"),
        share_between("specificity_low", "specificity_high", "95 % CI"),
        whole(present),
        whole(absent),
        whole("unusable"),
        whole("tokens"),
        measure("seconds", "seconds", 1),
    ]


def _shares(accuracy: Accuracy, present: str, absent: str) -> Record:
    return {
        "sensitivity": known(accuracy.sensitivity.estimate),
        "sensitivity_low": known(accuracy.sensitivity.low),
        "sensitivity_high": known(accuracy.sensitivity.high),
        "specificity": known(accuracy.specificity.estimate),
        "specificity_low": known(accuracy.specificity.low),
        "specificity_high": known(accuracy.specificity.high),
        present: accuracy.present,
        absent: accuracy.absent,
        "unusable": accuracy.unusable,
    }
