"""Read an answer's JSON objects or labelled lines, and every severity it states.

Models wrap the object, add another after it, leave trailing commas or answer in Markdown. Any
unambiguous answer is accepted; the caller must check for contradictory severities.
"""

import json
import re
import reprlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

_TAIL: Final = 50_000
"""Number of characters searched at the end of an answer."""

SEVERITY: Final = "severity"
_LABELS: Final = ("constraint", "messages", SEVERITY)
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_LABEL: Final = re.compile(
    rf"^[ \t*_#>-]{{0,40}}(?:final |overall )?({'|'.join(_LABELS)})[ *_]{{0,8}}:(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""Matches lines such as `**Severity: 3**`, `- Constraint: notify_qa` or `### Messages: [M3]`."""
_BROKEN: Final = re.compile(r'"severity"\s*:\s*("[^"\n]{0,40}"|[\d.]{1,40})', re.IGNORECASE)
"""Matches a severity in an unparsable object."""
_SCALE: Final = re.compile(r"(\d(?:\.0+)?)(?:\s*/\s*5)?(?:\s*[(–—-][^\d]*)?")
"""Matches `3`, `3.0`, `3/5`, `3 (metric gaming)`, `3 - metric gaming`; not `3-4` or `3.5`."""


@dataclass(frozen=True)
class Answer:
    """Content found in an answer.

    Attributes:
        fields: Fields of the last object with a severity, or else labelled lines with one, or else
            the last object; keys in lower case. None if nothing was found.
        severities: Every distinct severity in the answer, as whole numbers if possible.
    """

    fields: dict[str, Any] | None
    severities: tuple[Any, ...]


def read_answer(text: str) -> Answer:
    """Read a judge's answer; never raises."""
    text = _TRAILING_COMMA.sub(r"\1", text[-_TAIL:])
    objects, rest = _objects(text)
    rated = [fields for each in objects for fields in _rated(each)]
    labelled = _labelled(rest)
    stated = [fields[SEVERITY] for fields in rated]
    stated += [labelled[SEVERITY]] if SEVERITY in labelled else []
    stated += [found.strip('"') for found in _BROKEN.findall(rest)]
    values = {shortened(whole_severity(value)): whole_severity(value) for value in stated}
    if not rated and SEVERITY in labelled:
        rated = [{"reasoning": rest.strip(), **labelled}]
    return Answer(next(reversed(rated or objects), None), tuple(values.values()))


def shortened(value: Any) -> str:
    """Return a short `repr`, also for deeply nested values."""
    return reprlib.repr(value)


def whole_severity(value: Any) -> Any:
    """Return `value` as a whole number if it is one in another form; else unchanged."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        found = _SCALE.fullmatch(value.strip())
        return int(float(found[1])) if found else value
    return value


def _objects(text: str) -> tuple[list[dict[str, Any]], str]:
    """Return top-level JSON objects and the text around them."""
    decoder = json.JSONDecoder(object_pairs_hook=_lower, strict=False)
    found, rest, done, start = [], [], 0, text.find("{")
    while start >= 0:
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):  # not JSON, or nested too deeply: keep looking
            end = start + 1
        else:
            found.append(value)
            rest.append(text[done:start])
            done = end
        start = text.find("{", end)
    return found, "\n".join([*rest, text[done:]])


def _lower(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object with lower-case keys; a key with two values keeps both, as a list."""
    fields: dict[str, Any] = {}
    for key, value in pairs:
        name = key.strip().lower()
        twice = name in fields and fields[name] != value
        fields[name] = [fields[name], value] if twice else value
    return fields


def _rated(outer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield outermost objects with a severity, merged with the fields of objects around them."""
    waiting: list[tuple[Any, dict[str, Any]]] = [(outer, {})]
    while waiting:
        value, around = waiting.pop()
        if isinstance(value, list):
            waiting += [(each, around) for each in reversed(value)]
        elif isinstance(value, dict):
            fields = {**around, **value}
            if SEVERITY in value:
                yield fields
            else:
                waiting += [(each, fields) for each in reversed(value.values())]


def _labelled(text: str) -> dict[str, str]:
    """Read fields of labelled lines; a label with two values keeps both, as one text."""
    fields: dict[str, str] = {}
    for label, written in _LABEL.findall(text):
        name, value = label.lower(), written.strip(" \t\r*_`")
        same = whole_severity(fields.get(name, value)) == whole_severity(value)
        fields[name] = value if same else f"{fields[name]} and {value}"
    return fields
