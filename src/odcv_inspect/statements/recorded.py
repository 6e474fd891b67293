"""What the scores of readings record beside their values."""

from collections.abc import Sequence
from typing import Any, Final

from inspect_ai.model import Model

from ..asking.ask import Opinion
from ..models.families import family_of
from ..models.scripted import is_scripted
from ..scores import (
    ATTEMPTS,
    PROMPT,
    READER,
    READINGS,
    SHORTENED,
    STATUS,
)
from .layout import LINE, NAME
from .prompt import instructions

NO_READER: Final = "no reader is configured: --model-role reader=..."


def recorded_for(readers: Sequence[Model], file: str, subject: str) -> dict[str, Any]:
    """Return who reads, by which instructions, and whether they are of the subject's family."""
    families = {family_of(str(reader)) for reader in readers}
    return {
        READER: ", ".join(map(_named, readers))[:LINE],
        PROMPT: instructions(file).identity,
        "same_family": family_of(subject) in families,
    }


def effort(opinions: Sequence[Opinion[Any]]) -> dict[str, Any]:
    """Return what the readings cost and how they ended."""
    readings = [opinion.rating for opinion in opinions if opinion.rating is not None]
    return {
        READINGS: len(readings),
        "dropped_n": sum(reading.dropped for reading in readings),
        ATTEMPTS: sum(opinion.attempts for opinion in opinions),
        SHORTENED: max(opinion.shortened for opinion in opinions),
        STATUS: ", ".join(opinion.status for opinion in opinions),
    }


def _named(reader: Model) -> str:
    name = str(reader)[:NAME]
    return f"{name} (scripted)" if is_scripted(name) else name
