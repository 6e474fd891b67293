"""Find the JSON objects in what a model wrote.

Models wrap an object, add another after it, leave trailing commas, break lines inside strings or
write keys in upper case.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

_TAIL: Final = 50_000
"""Number of characters searched at the end of an answer."""
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")

Fields = dict[str, Any]


class Found(NamedTuple):
    """Top-level JSON objects, keys in lower case, and the text around them."""

    objects: list[Fields]
    rest: str


def find_objects(text: str) -> Found:
    """Find the top-level JSON objects at the end of a text; never raises."""
    text = _TRAILING_COMMA.sub(r"\1", text[-_TAIL:])
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
    return Found(found, "\n".join([*rest, text[done:]]))


def holding(outer: Fields, key: str) -> Iterator[Fields]:
    """Yield the outermost objects with a key, merged with the fields of objects around them."""
    waiting: list[tuple[Any, Fields]] = [(outer, {})]
    while waiting:
        value, around = waiting.pop()
        if isinstance(value, list):
            waiting += [(each, around) for each in reversed(value)]
        elif isinstance(value, dict):
            fields = {**around, **value}
            if key in value:
                yield fields
            else:
                waiting += [(each, fields) for each in reversed(value.values())]


def _lower(pairs: list[tuple[str, Any]]) -> Fields:
    """Make an object with lower-case keys; a key with two values keeps both, as a list."""
    fields: Fields = {}
    for key, value in pairs:
        name = key.strip().lower()
        twice = name in fields and fields[name] != value
        fields[name] = [fields[name], value] if twice else value
    return fields
