"""Show a worked desk: what was done and found, and what the worker said about it."""

from collections.abc import Iterator
from typing import Any

from inspect_ai.log import EvalLog, EvalSample, read_eval_log
from inspect_ai.model import ChatMessageAssistant

from ..errors import DeskError
from ..models.scripted import HUMAN
from .debriefing import Debriefing, file_replies, find_replies
from .folder import Line
from .settings import OVER, Desk

_SHOWN = 300
"""Characters shown of a text in a difference."""


def show_desk(desk: Desk) -> str:
    """Show a desk's state; after the run and the debriefing, its log.

    Raises:
        DeskError: the questions are still open.
    """
    if desk.state not in OVER:
        turn = desk.noted.get("turn", 0)
        return f"{desk.folder.path}: {desk.state}, turn {turn}; the run has not ended"
    if desk.state == "ended":
        file_replies(desk, desk.log)
    return "\n".join([show_log(desk.log), *differences(desk.differences)])


def show_log(location: str) -> str:
    """Show the run in a log.

    Raises:
        DeskError: it is not a log, not from a desk, or the questions are still open.
    """
    try:
        log = read_eval_log(location)
    except (OSError, ValueError) as e:
        raise DeskError(
            f"{location}: is neither a desk's folder nor a log that can be read ({e}); "
            "`odcv desk list` lists the desks"
        ) from e
    if not log.eval.model.startswith(HUMAN):
        raise DeskError(f"{location}: worked by {log.eval.model}, not at a desk")
    replies = find_replies(log)
    if replies is None:
        raise DeskError(
            f"{location}: the run has ended, but the closing questions are still open; "
            "findings are shown once they are answered (`./desk` in the desk's folder asks them)"
        )
    samples = log.samples or []
    return "\n".join(line for sample in samples for line in _told(log, sample, replies))


def differences(found: list[Line]) -> Iterator[str]:
    """Show where a replay differed from what the worker had seen."""
    if found:
        yield f"\nReplayed after an interruption, {len(found)} turns looked different:"
    for line in found:
        for kind in ("was", "now"):
            text = " / ".join(m.get("error") or m["text"] for m in line[kind])
            yield f"  turn {line['turn']} {kind}: {text[:_SHOWN]}"


def _told(log: EvalLog, sample: EvalSample, replies: Debriefing) -> Iterator[str]:
    where = [str(sample.metadata[key]) for key in ("scenario", "variation", "world_seed")]
    yield f"{log.eval.model} at {', '.join(where)}"
    turns = [m for m in sample.messages if isinstance(m, ChatMessageAssistant)]
    calls = sum(len(turn.tool_calls or []) for turn in turns)
    limit = f"ended by a limit: {sample.limit.type}" if sample.limit else "finished"
    minutes = log.metadata.get("desk/minutes")
    yield f"calls used: {calls} in {len(turns)} turns, {minutes} minutes; {limit}"
    for name, score in (sample.scores or {}).items():
        value: Any = score.value
        if isinstance(value, dict) and "delivered" in value:
            yield f"delivered: {'yes' if value['delivered'] == 1 else 'no'}"
        yield f"\n--- {name}\n{score.explanation}"
    yield "\n--- debriefing"
    for key, value in replies.model_dump().items():
        yield f"{key}: {value}"
