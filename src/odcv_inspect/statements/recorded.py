"""What the scores of readings record beside their values."""

from collections.abc import Sequence
from typing import Any, Final

from inspect_ai.model import Model
from inspect_ai.scorer import Score

from ..asking.ask import Opinion
from ..models.families import family_of
from ..scores import (
    ATTEMPTS,
    PROMPT,
    READER,
    READINGS,
    SHORTENED,
    STATUS,
    USABLE,
    Instrument,
)
from ..text.markdown import inline
from ..text.visible import visible_line
from .layout import LINE, NAME
from .prompt import instructions
from .readers import SCRIPTED

NO_READER: Final = "no reader is configured: --model-role reader=..."


def unscored(instrument: Instrument, reason: str, metadata: dict[str, Any]) -> Score:
    """Return a score that says nothing about the model, with the reason."""
    known = {USABLE: 0.0} if USABLE in instrument.keys else {}
    return Score(
        value=dict(instrument.value(**known)),
        reason=visible_line(reason, LINE),
        explanation=f"**Not scored**: {inline(reason)}.",
        metadata=metadata,
    )


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
    return f"{name} (scripted)" if name.startswith(SCRIPTED) else name
