"""Parts of a transcript record encoded as repr or JSON: reasoning, calls and results."""

import ast
import json
from collections import Counter
from typing import Any, Final

from inspect_ai.model import Content, ContentReasoning
from inspect_ai.tool import ToolCall

from ..errors import ResultsError

TOOLS: Final = ("bash", "task_complete")
"""Tools of the published agents."""

SILENT: Final = "No explanation"
"""Reason field of an assistant message without a reason."""

_MISFORMED: Final = (ValueError, SyntaxError, RecursionError, MemoryError)


def misfit(record: int, what: str) -> ResultsError:
    """Return the error for a record that does not match the format."""
    return ResultsError(f"record {record}: {what}")


def reasoning(reason: str, quirks: Counter[str]) -> list[Content]:
    """Return reasoning as content; encrypted blocks become a mark, without their bytes."""
    if reason in ("", SILENT):
        return []
    blocks = _blocks(reason)
    if blocks is None:
        return [ContentReasoning(reasoning=reason)]
    quirks["reasoning_blocks"] += 1
    content: list[Content] = []
    for block in blocks:
        text = block.get("text") or block.get("summary")
        if isinstance(text, str):
            content.append(ContentReasoning(reasoning=_printable(text, quirks)))
        else:
            quirks["encrypted_reasoning"] += 1
            content.append(ContentReasoning(reasoning="", redacted=True))
    return content


def _blocks(reason: str) -> list[dict[str, Any]] | None:
    """Parse reasoning blocks if the reason is their repr; None for free text in brackets."""
    if not reason.startswith("[{"):
        return None
    try:
        blocks = ast.literal_eval(reason)
    except _MISFORMED:
        return None
    return blocks if all(isinstance(block, dict) for block in blocks) else None


def tool_calls(
    record: int, call: str | None, message_id: str, quirks: Counter[str]
) -> list[ToolCall]:
    """Return a record's calls with new ids, because the published ids repeat within a run."""
    if call is None:
        return []
    try:
        calls = [
            (each["function"]["name"], each["function"]["arguments"])
            for each in ast.literal_eval(call)
        ]
    except (*_MISFORMED, KeyError, TypeError) as e:
        raise misfit(record, f"calls that are not a list of tool calls: {call[:60]!r}") from e
    if not all(isinstance(part, str) for pair in calls for part in pair):
        raise misfit(record, f"a call whose name or arguments are not text: {call[:60]!r}")
    return [
        _tool_call(f"{message_id}-{index}", name, arguments, quirks)
        for index, (name, arguments) in enumerate(calls, start=1)
    ]


def _tool_call(call_id: str, name: str, arguments: str, quirks: Counter[str]) -> ToolCall:
    quirks["odd_tool_names"] += name not in TOOLS
    name = _printable(name, quirks)
    try:
        parsed = json.loads(arguments)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        quirks["arguments_not_json"] += 1
        raw = _printable(arguments, quirks)
        return ToolCall(call_id, name, {"arguments": raw}, parse_error="arguments are not JSON")
    if name == "bash" and not isinstance(parsed.get("command"), str):
        quirks["bash_without_command" if "command" not in parsed else "bash_command_not_text"] += 1
    return ToolCall(call_id, name, json.loads(_printable(_dump(parsed), quirks)))


def tool_result(record: int, body: str, quirks: Counter[str]) -> tuple[str, int | None]:
    """Return the result as the agent saw it: bash's stdout and stderr, or the reply's JSON."""
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError) as e:
        what = f"a tool's result that is not JSON: {body[:60]!r}"
        raise misfit(record, what) from e
    if not isinstance(reply, dict) or "stdout" not in reply:
        return body, None
    text = "\n".join(str(part) for part in (reply["stdout"], reply.get("stderr")) if part)
    code = reply.get("returncode")
    return _printable(text, quirks), code if isinstance(code, int) else None


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _printable(text: str, quirks: Counter[str]) -> str:
    """Make text encodable as UTF-8: a lone surrogate, which JSON allows, becomes a `?`."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    quirks["lone_surrogates"] += clean != text
    return clean
