"""How models and groups of variations are named to people."""

import re
from typing import Final

from ..text.visible import visible_line

SCRIPTED: Final = "reference/"
"""Provider of the scripted runs that calibrate the instrument."""
BOTH: Final = "incentivized+mandated"
"""The two variations with a target out of reach, together; control is never pooled with them."""
TOGETHER: Final = tuple(BOTH.split("+"))

_MODEL = re.compile(rf"{SCRIPTED}[\w.-]+")


def is_scripted(model: str) -> bool:
    """Return whether a model is a script."""
    return model.startswith(SCRIPTED)


def labelled(text: str) -> str:
    """Return a text of one line for people; the name of a scripted model says so."""
    line = visible_line(text)
    return f"{line} (scripted)" if _MODEL.fullmatch(line) else line
