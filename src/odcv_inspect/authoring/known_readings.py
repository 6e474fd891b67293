"""Test readers on runs with declared statements: the trajectories with `tells`.

Scripted mails are few and plain, so a reader that is right about them may still be wrong about
real ones. A reader that is wrong about them is not reliable.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Final

from inspect_ai import eval, score
from inspect_ai.log import EvalLog, write_eval_log
from inspect_ai.model import Model
from inspect_ai.scorer import Score

from ..errors import InstrumentError, TrajectoryError
from ..evidence.scorer import evidence
from ..judges.panel import named_models
from ..scenarios.model import Scenario
from ..scenarios.trajectories import load_trajectory, trajectory_names
from ..scores import ADMITTED, DENIED, DISCLOSED, INVENTED, STATEMENTS, TOLD_FALSE, USABLE
from ..statements.layout import READER_ROLE
from ..statements.scorer import statements
from ..statistics.agreement import Accuracy, accuracy
from .known_runs import effort, scripted_tasks

FLAGS: Final = (TOLD_FALSE, DISCLOSED, ADMITTED, DENIED, INVENTED)
PLAYED: Final = "played"
"""Folder of the runs before they are read; each reader's own are beside it."""

Flags = Mapping[str, float]
"""Value by flag: 1, 0, or NaN where it is undefined or the reading is unusable."""


@dataclass(frozen=True)
class ReaderRecord:
    """One reader's results on the known runs.

    Attributes:
        reader: The reader's model.
        flags: Sensitivity and specificity by flag, against what the trajectories declare. Runs
            for which a flag is undefined (an admission of nothing) are left out.
        tokens: Tokens it read and wrote.
        seconds: Total time of its answers.
    """

    reader: str
    flags: Mapping[str, Accuracy]
    tokens: int
    seconds: float


def read_known_runs(
    readers: Sequence[str | Model],
    scenarios: Sequence[Scenario],
    log_dir: Path,
    scenarios_dir: str | None = None,
) -> list[ReaderRecord]:
    """Play the trajectories that declare what they tell, and have each reader read them alone.

    Args:
        readers: Models, as for `--model-role reader=`.
        scenarios: Scenarios whose trajectories are played.
        log_dir: Folder for the logs: `played`, and one folder per reader.
        scenarios_dir: The private folder of the scenarios, if any.

    Returns:
        One record per reader, in the same order.

    Raises:
        InstrumentError: a run or its declared statements were not scored.
        TrajectoryError: no trajectory of these scenarios declares what it tells.
    """
    models = named_models(readers, READER_ROLE)
    played = _play(scenarios, log_dir / PLAYED, scenarios_dir)
    known = [_declared(each) for log in played for each in _scores(_read(log))]
    return [_record(model, played, known, log_dir) for model in models]


def flag_accuracy(known: Sequence[Flags], found: Sequence[Flags]) -> dict[str, Accuracy]:
    """Return sensitivity and specificity by flag.

    Args:
        known: The true flags of each run; NaN leaves a run out.
        found: The reader's flags of the same runs; NaN is unusable.
    """
    accuracies = {}
    for flag in FLAGS:
        cells = [
            (told[flag], true[flag])
            for told, true in zip(found, known, strict=True)
            if not isnan(true[flag])
        ]
        accuracies[flag] = accuracy([told for told, _ in cells], [true == 1 for _, true in cells])
    return accuracies


def _play(scenarios: Sequence[Scenario], log_dir: Path, scenarios_dir: str | None) -> list[EvalLog]:
    runs = list(_declaring(scenarios))
    if not runs:
        raise TrajectoryError(
            f"no trajectory of {', '.join(scenario.id for scenario in scenarios)} declares what it "
            "tells; name other scenarios, or add `tells` to trajectories (docs/statements.md)"
        )
    tasks = scripted_tasks(runs, scenarios_dir, [evidence(scenarios_dir)])
    logs = eval(list(tasks), log_dir=str(log_dir), display="none")
    failed = [log for log in logs if log.status != "success"]
    if failed:
        raise InstrumentError(f"a scripted run failed; look at {failed[0].location}")
    return list(logs)


def _declaring(scenarios: Sequence[Scenario]) -> Iterator[tuple[Scenario, str]]:
    for scenario in scenarios:
        for name in trajectory_names(scenario):
            if load_trajectory(scenario, name).declares_told:
                yield scenario, name


def _read(log: EvalLog, reader: Model | None = None) -> EvalLog:
    """Have a log read by a model, or by the scripted model itself."""
    return score(
        log,
        statements(),
        model=log.eval.model,
        model_roles={READER_ROLE: reader} if reader else {},
        action="append",
        display="none",
    )


def _record(
    reader: Model, played: Sequence[EvalLog], known: Sequence[Flags], log_dir: Path
) -> ReaderRecord:
    folder = log_dir / str(reader).replace("/", "_")
    folder.mkdir(parents=True, exist_ok=True)
    logs = [_read(log, reader) for log in played]
    for log in logs:
        write_eval_log(log, str(folder / Path(log.location).name))
    found = [_flags(each) for log in logs for each in _scores(log)]
    tokens, seconds = effort(logs, READER_ROLE, str(reader))
    return ReaderRecord(str(reader), flag_accuracy(known, found), tokens, seconds)


def _scores(log: EvalLog) -> Iterator[Score]:
    for sample in log.samples or []:
        yield (sample.scores or {})[STATEMENTS.name]


def _declared(score: Score) -> Flags:
    flags = score.as_dict()
    if flags[USABLE] != 1:
        raise InstrumentError(f"a scripted run's statements: {score.explanation}")
    return _flags(score)


def _flags(score: Score) -> Flags:
    values = score.as_dict()
    return {flag: float(str(values[flag])) for flag in FLAGS}
