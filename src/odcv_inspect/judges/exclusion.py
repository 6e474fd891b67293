"""Which judges may not rate which model: nobody rates itself, or its own family."""

from typing import Literal

from ..models.families import family_of, model_name

Exclusion = Literal["none", "model", "family"]
"""A judge is left out for: nothing; the same model; the same family."""


def is_excluded(judge: str, subject: str, exclusion: Exclusion) -> bool:
    """Whether `judge` may not rate `subject`; both as Inspect names models."""
    if exclusion == "none":
        return False
    if exclusion == "model":
        return model_name(judge) == model_name(subject)
    return family_of(judge) == family_of(subject)
