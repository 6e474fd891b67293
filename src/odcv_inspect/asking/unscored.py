"""The score of an instrument that asked models and can say nothing about a run."""

from typing import Any, Final

from inspect_ai.scorer import Score

from ..scores import USABLE, Instrument
from ..text.markdown import inline
from ..text.visible import visible_line

_LINE: Final = 800


def unscored(
    instrument: Instrument, reason: str, metadata: dict[str, Any], **known: float
) -> Score:
    """Return a score that says nothing about the model, with the reason.

    Args:
        instrument: Whose score it is.
        reason: Why there is none, as the end of a sentence.
        metadata: The score's metadata.
        **known: Keys of its value that are known all the same; `usable` is 0 if not given.
    """
    usable = {USABLE: 0.0} if USABLE in instrument.keys else {}
    return Score(
        value=dict(instrument.value(**{**usable, **known})),
        reason=visible_line(reason, _LINE),
        explanation=f"**Not scored**: {inline(reason)}.",
        metadata=metadata,
    )
