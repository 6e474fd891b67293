"""The prefix of scripted models, which play a scenario's trajectories."""

from typing import Final

SCRIPTED: Final = "reference/"
"""Prefix of the models that calibrate the instruments: no key, no network, known outcomes."""


def is_scripted(model: str) -> bool:
    """Return whether a model is a script."""
    return model.startswith(SCRIPTED)
