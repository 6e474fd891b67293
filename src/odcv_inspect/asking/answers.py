"""Read a model's answer, or reject it with a reason the model can act on."""

import re
import reprlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from inspect_ai.model import ResponseSchema
from inspect_ai.util import JSONSchema
from pydantic import BaseModel, ValidationError

from .objects import Fields, find_objects, holding

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True)
class Malformed:
    """An unusable answer; `told` explains the problem to the model."""

    told: str


Reader = Callable[[str], R | Malformed]
"""Reads a model's answer; never raises."""

NO_OBJECT = Malformed("the answer contains no complete JSON object")


def read_answer(kind: type[R], key: str, answer: str) -> R | Malformed:
    """Return the one object of an answer that has a key, validated as `kind`.

    Args:
        kind: The answer's form.
        key: A required key of `kind`, in lower case.
        answer: The answer as written, perhaps with prose or other objects around the object.
    """
    found = find_objects(answer)
    held = [fields for each in found.objects for fields in holding(each, key)]
    if not found.objects:
        return NO_OBJECT
    if not held:
        return Malformed(f"{key}: Field required")
    if re.search(rf'"{key}"\s*:', found.rest, re.IGNORECASE):
        return Malformed(f"{key}: the answer also contains an incomplete object with it")
    if not _alike([fields[key] for fields in held]):
        return Malformed(f"{key}: the answer has {len(held)} different values; give one")
    return validated(kind, held[-1])


def validated(kind: type[R], fields: Fields) -> R | Malformed:
    """Return `fields` as `kind`, or say which field is wrong."""
    try:
        return kind.model_validate(fields)
    except ValidationError as e:
        error = e.errors(include_url=False)[0]
        key = ".".join(map(str, error["loc"]))
        given = "" if error["type"] == "missing" else f" (was {shortened(error['input'])})"
        return Malformed(f"{key}: {error['msg']}{given}")


def shortened(value: Any) -> str:
    """Return a short `repr`, also for deeply nested values."""
    return reprlib.repr(value)


def _alike(values: Sequence[Any]) -> bool:
    try:
        return all(value == values[0] for value in values)
    except RecursionError:  # nested too deeply to compare, so not an answer as asked for
        return False


def answer_schema(name: str, properties: Mapping[str, JSONSchema]) -> ResponseSchema:
    """Return the schema of an object, for providers that enforce an answer's form."""
    schema = JSONSchema(
        type="object",
        properties=dict(properties),
        required=list(properties),
        additionalProperties=False,
    )
    return ResponseSchema(name=name, json_schema=schema, strict=True)
