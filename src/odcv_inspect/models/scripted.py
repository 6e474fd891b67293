"""Prefixes of what stands in for a model: scripts, and people at desks or as raters."""

from typing import Final

SCRIPTED: Final = "reference/"
"""Prefix of the models that calibrate the instruments: no key, no network, known outcomes."""
HUMAN: Final = "human/"
"""Prefix of people: at a desk in a model's place, or rating runs in a judge's."""


def is_scripted(model: str) -> bool:
    """Return whether a model is a script."""
    return model.startswith(SCRIPTED)
