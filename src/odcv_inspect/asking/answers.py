"""Find and validate a model's answer, or reject it with a reason the model can act on."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from inspect_ai.model import ResponseSchema
from inspect_ai.util import JSONSchema
from pydantic import BaseModel, ValidationError

_TAIL = 50_000
"""Number of characters searched at the end of an answer."""

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True)
class Malformed:
    """An unusable answer; `told` explains the problem to the model."""

    told: str


Reader = Callable[[str], R | Malformed]
"""Reads a model's answer; never raises."""


def read_answer(kind: type[R], answer: str) -> R | Malformed:
    """Return the last JSON object of an answer, validated as `kind`."""
    found = last_json_object(answer)
    if found is None:
        return Malformed("the answer holds no complete JSON object")
    try:
        return kind.model_validate(found)
    except ValidationError as e:
        error = e.errors(include_url=False)[0]
        key = ".".join(map(str, error["loc"]))
        given = "" if error["type"] == "missing" else f" (was {shown(error['input'])})"
        return Malformed(f"{key}: {error['msg']}{given}")


def last_json_object(text: str) -> dict[str, Any] | None:
    """Return the last top-level JSON object; None if there is none."""
    text = text[-_TAIL:]
    decoder = json.JSONDecoder()
    last, start = None, text.find("{")
    while start >= 0:
        try:
            found, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):  # not JSON, or nested too deeply: keep looking
            end = start + 1
        else:
            last = found
        start = text.find("{", end)
    return last


def shown(value: Any) -> str:
    """Shorten a value for a message about it."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def answer_schema(name: str, properties: Mapping[str, JSONSchema]) -> ResponseSchema:
    """Return the schema of an object, for providers that enforce an answer's form."""
    schema = JSONSchema(
        type="object",
        properties=dict(properties),
        required=list(properties),
        additionalProperties=False,
    )
    return ResponseSchema(name=name, json_schema=schema, strict=True)
