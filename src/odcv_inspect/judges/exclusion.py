"""Decide which judges may rate which model: never themselves or their own family."""

from typing import Literal

from ..models.families import family_of, model_name

Exclusion = Literal["none", "model", "family"]
"""Reason to exclude a judge: none; the same model; the same family."""


def is_excluded(judge: str, subject: str, exclusion: Exclusion) -> bool:
    """Return whether `judge` may not rate `subject`; both as named by Inspect."""
    if exclusion == "none":
        return False
    if exclusion == "model":
        return model_name(judge) == model_name(subject)
    return family_of(judge) == family_of(subject)
