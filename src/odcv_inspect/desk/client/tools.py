"""The tools, and their arguments in the forms in which people and programs give them."""

from __future__ import annotations

import json
import select
import sys
from contextlib import suppress
from typing import Any, Final

from .folder import FOLDER, Trouble, lines_of
from .pages import present

STDIN_WAIT: Final = 20
"""Seconds for which arguments are awaited on standard input."""

Tool = dict[str, Any]


def tools() -> list[Tool]:
    """The tools, as listed when the work began."""
    if not (FOLDER / "tools.jsonl").exists():
        present()
    return lines_of(FOLDER / "tools.jsonl")


def parameters(tool: Tool) -> dict[str, Any]:
    """A tool's parameters by name."""
    return tool["parameters"].get("properties") or {}


def required(tool: Tool) -> list[str]:
    """Those that must be given."""
    return tool["parameters"].get("required") or []


def takes_text(tool: Tool) -> bool:
    """Whether a tool takes one text and nothing else."""
    known = parameters(tool)
    return list(known) == required(tool) and [*map(kind_of, known.values())] == ["string"]


def kinds_of(schema: dict[str, Any]) -> list[str]:
    """The JSON types of a parameter, the preferred one first."""
    options = [schema, *schema.get("anyOf", [])]
    return [o["type"] for o in options if o.get("type", "null") != "null"] or ["string"]


def kind_of(schema: dict[str, Any]) -> str:
    """The preferred JSON type of a parameter."""
    return kinds_of(schema)[0]


def find_tool(name: str) -> Tool:
    """A tool by its name, the beginning of it, or the beginning of a word in it."""
    known = {tool["name"]: tool for tool in tools()}
    if name in known:
        return known[name]
    starts = [one for one in known if one.startswith(name)]
    words = [one for one in known if any(word.startswith(name) for word in one.split("_"))]
    found = starts if len(starts) == 1 else words
    if len(found) == 1:
        return known[found[0]]
    if found:
        raise Trouble(f"'{name}' could be {', '.join(found)}.")
    raise Trouble(f"There is no tool '{name}'. There are: {', '.join(known)}. See `desk tools`.")


def describe(tool: Tool) -> str:
    """A tool with its parameters."""
    told = [f"{tool['name']}: {tool['description']}"]
    for name, schema in parameters(tool).items():
        optional = "" if name in required(tool) else ", optional"
        told.append(f"    {name} ({kind_of(schema)}{optional}): {schema.get('description', '')}")
    return "\n".join(told)


def usage(tool: Tool) -> str:
    """How a tool is called."""
    if takes_text(tool):
        return f"Usage: desk {tool['name']} 'TEXT', or the text on standard input."
    shown = [n if n in required(tool) else f"[{n}]" for n in parameters(tool)]
    return f"Usage: desk {tool['name']} {' '.join(shown)}\n{describe(tool)}"


def text_of(tool: Tool, words: list[str]) -> dict[str, Any]:
    """The argument of a tool that takes one text, as `TEXT`, `name=TEXT` or `-`."""
    name = next(iter(parameters(tool)))
    value = " ".join(words).removeprefix(f"{name}=")
    return {name: read_stdin(STDIN_WAIT).rstrip("\n") if value == "-" else value}


def from_words(tool: Tool, words: list[str]) -> dict[str, Any]:
    """Arguments given as `name=value` or in order."""
    known = parameters(tool)
    given: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not (equals and name in known):
            name, value = next((one for one in known if one not in given), ""), word
        if not name:
            raise Trouble(f"{tool['name']} takes {len(known)} arguments.\n{usage(tool)}")
        given[name] = read_stdin(STDIN_WAIT) if value == "-" else value
    return {name: converted(tool, name, value) for name, value in given.items()}


def converted(tool: Tool, name: str, value: str) -> Any:
    """A value as its parameter's type."""
    kinds = kinds_of(parameters(tool)[name])
    if kinds[0] == "string":
        return value
    if kinds[0] == "array" and not value.lstrip().startswith("["):
        return [part.strip() for part in value.split(",") if part.strip()]
    written = [value, f"[{value}]"] if "array" in kinds else [value]
    for text in written:
        with suppress(ValueError):
            return json.loads(text)
    raise Trouble(f"{name}: '{value}' is not a valid {kinds[0]}.\n{usage(tool)}")


def from_body(tool: Tool, body: str) -> dict[str, Any]:
    """Arguments given on standard input."""
    name = next(iter(parameters(tool)), "")
    try:
        given = json.loads(body) if body.strip() else {}
    except ValueError as problem:
        if takes_text(tool):
            return {name: body.rstrip("\n")}
        raise Trouble(f"The arguments are not JSON ({problem}).\n{usage(tool)}") from None
    if takes_text(tool) and body.strip() and not (isinstance(given, dict) and set(given) == {name}):
        return {name: body.rstrip("\n")}
    if not isinstance(given, dict):
        raise Trouble(f'The arguments must be a JSON object, like {{"a": 1}}.\n{usage(tool)}')
    return given


def checked(tool: Tool, given: dict[str, Any]) -> dict[str, Any]:
    """The arguments, if none is unknown or missing."""
    unknown = [name for name in given if name not in parameters(tool)]
    missing = [name for name in required(tool) if name not in given]
    if unknown or missing:
        said = f"no parameter '{unknown[0]}'" if unknown else f"'{missing[0]}' is missing"
        raise Trouble(f"{tool['name']}: {said}.\n{usage(tool)}")
    return given


def read_stdin(seconds: float) -> str:
    """All of standard input; nothing if it is a terminal, or if nothing comes in time."""
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        return ""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return sys.stdin.read() if ready else ""
