"""Score old logs with a new panel, without a sandbox, a new run or changes to the old logs."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from inspect_ai import score
from inspect_ai.log import (
    EvalLog,
    read_eval_log,
    read_eval_log_sample_summaries,
    write_eval_log,
)
from inspect_ai.model import Model
from inspect_ai.scorer import Scorer
from pydantic import BaseModel

from ..errors import ResultsError
from ..results import why_unreadable, writing
from ..scores import EXCLUSION, JUDGE_SEES, PANEL, PANEL_BEFORE, PANEL_ID
from .exclusion import Exclusion
from .panel import ROLE, named_models, panel, panel_id
from .prompt import JudgeSees

MARK = "rescored"
"""Key of the log's metadata that records which panel rescored it."""

M = TypeVar("M", bound=BaseModel)


def rescore(
    logs: Sequence[str | Path],
    out: Path,
    judges: Sequence[str | Model],
    *,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    keep_old: bool = True,
) -> list[Path]:
    """Judge logs again and write new logs with the same file names.

    The new scores are called `panel`. Other scores stay, including evidence, so
    `judge_sees="evidence"` also works. To resume after an interruption, call it again: it skips
    finished logs, and takes verdicts for the unfinished one from Inspect's cache.

    Args:
        logs: Log files.
        out: Folder of the new logs; created if missing.
        judges: Models, as for `--model-role judge=`.
        exclusion: As for `panel`.
        judge_sees: As for `panel`.
        keep_old: Keep the previous panel as `panel_before`; otherwise delete it.

    Returns:
        The new logs, in the order of the old ones.

    Raises:
        ResultsError: a log is broken or from another eval, `out` contains logs of another panel or
            files that are not logs, or two logs share a file name: nothing has been judged then,
            unless a log turns out to be broken inside. Or a new log cannot be written.
        TaskError: a wrong `exclusion` or `judge_sees`, or an unavailable judge.
    """
    models = named_models(judges)
    mark = {
        PANEL_ID: panel_id(models),
        EXCLUSION: exclusion,
        JUDGE_SEES: judge_sees,
        "keep_old": keep_old,
    }
    scorer = panel(exclusion, judge_sees, cache=True)

    def judged(log: EvalLog) -> EvalLog:
        return judge(make_room(log, keep_old), scorer, models)

    return rewritten(logs, out, mark, judged)


def rewritten(
    logs: Sequence[str | Path],
    out: Path,
    mark: Mapping[str, Any],
    change: Callable[[EvalLog], EvalLog],
) -> list[Path]:
    """Write changed copies of logs into a folder, each completely or not at all.

    Args:
        logs: Log files.
        out: Folder of the copies; created if missing. Copies with the same mark are skipped.
        mark: What the change is; kept in the copies' metadata.
        change: Returns the changed log.

    Returns:
        The copies, in the order of the logs.

    Raises:
        ResultsError: As for `rescore`.
    """
    names = [Path(log).name for log in logs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ResultsError(f"two logs are named {twice[0]}; write them into separate folders")
    for log in logs:
        _refuse_foreign(log)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    done = [out / name for name in names]
    for log, target in zip(logs, done, strict=True):
        if not _is_done(target, mark):
            new = change(read_log(log))
            new.eval.metadata = {**(new.eval.metadata or {}), MARK: dict(mark)}
            _write_whole(new, target)
    return done


def broken_logs(logs: Sequence[str]) -> dict[str, str]:
    """Return why logs cannot be read, for those that cannot, without judging anything.

    Every sample is read, because a damaged one need not show in a log's summaries.
    """
    found = {}
    for log in logs:
        try:
            read_log(log)
        except ResultsError as e:
            found[log] = e.message.removeprefix(f"{log}: ")
    return found


def read_log(log: str | Path) -> EvalLog:
    """Read a whole log.

    Raises:
        ResultsError: it is broken.
    """
    try:
        return read_eval_log(str(log))
    except Exception as e:  # broken files raise all kinds of errors
        raise ResultsError(f"{log}: {why_unreadable(str(log), e)}") from e


def _refuse_foreign(log: str | Path) -> None:
    """Refuse incomplete logs, and logs of evals from outside this package."""
    try:
        samples = read_eval_log_sample_summaries(str(log))
    except Exception as e:  # broken files raise all kinds of errors
        raise ResultsError(f"{log}: {why_unreadable(str(log), e)}") from e
    strange = [sample.id for sample in samples if "scenario" not in (sample.metadata or {})]
    if strange or not samples:
        found = f"sample {strange[0]} does not name a scenario" if strange else "it has no samples"
        raise ResultsError(
            f"{log} is not a log of odcv_inspect or of an import ({found}): name only such logs"
        )


def judge(log: EvalLog, scorer: Scorer, judges: Sequence[Model] = ()) -> EvalLog:
    """Return the log with the scores of one more scorer, which may ask these judges."""
    # Inspect would also build the previous judges, whose providers may not be available
    old_roles, log.eval.model_roles = log.eval.model_roles, None
    log = score(
        log,
        scorer,
        model="none/none",
        model_roles={ROLE: list(judges)} if judges else None,
        action="append",
        display="none",
        copy=False,
    )
    log.eval.model_roles = old_roles
    return log


def _write_whole(log: EvalLog, target: Path) -> None:
    """Write a log completely or not at all.

    Raises:
        ResultsError: it cannot be written.
    """
    unfinished = target.with_name(f".unfinished-{os.getpid()}-{target.name}")
    try:
        with writing(target):
            write_eval_log(log, str(unfinished))
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _is_done(target: Path, mark: Mapping[str, Any]) -> bool:
    """Return whether `target` is a log of this exact panel.

    Raises:
        ResultsError: it is something else, which must not be overwritten.
    """
    if not target.exists():
        return False
    try:
        found = (read_eval_log(str(target), header_only=True).eval.metadata or {}).get(MARK)
    except Exception as e:  # broken files raise all kinds of errors
        raise ResultsError(
            f"{target}: already exists and cannot be read as a log ({e}); "
            "name another folder, or move it away"
        ) from e
    if found != mark:
        raise ResultsError(f"{target}: was made differently ({found}); name another folder")
    return True


def make_room(log: EvalLog, keep_old: bool) -> EvalLog:
    """Free the name `panel` in samples, figures and header by renaming or deleting the old one.

    Only one old panel is kept, as `panel_before`; one kept earlier is deleted.
    """
    kept = PANEL_BEFORE if keep_old else None
    for sample in log.samples or []:
        scores = {k: v for k, v in (sample.scores or {}).items() if k != PANEL_BEFORE or not kept}
        old = scores.pop(PANEL.name, None)
        sample.scores = {**scores, kept: old} if kept and old else scores
    if log.results:
        log.results.scores = list(_renamed(log.results.scores, kept))
    log.reductions = list(_renamed(log.reductions or [], kept))
    log.eval.scorers = list(_renamed(log.eval.scorers or [], kept))
    return log


def _renamed(entries: Iterable[M], kept: str | None) -> Iterator[M]:
    for entry in entries:
        names = {key: getattr(entry, key, None) for key in ("name", "scorer")}
        old = [key for key, name in names.items() if name == PANEL.name]
        if kept and old:
            yield entry.model_copy(update=dict.fromkeys(old, kept))
        elif not old and not (kept and kept in names.values()):
            yield entry
