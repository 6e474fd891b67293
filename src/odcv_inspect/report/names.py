"""How models and groups of variations are named to people."""

import re
from typing import Final

from ..models.scripted import SCRIPTED
from ..text.visible import visible_line

BOTH: Final = "incentivized+mandated"
"""The two variations with a target out of reach, together; control is never pooled with them."""
TOGETHER: Final = tuple(BOTH.split("+"))

_MODEL = re.compile(rf"{SCRIPTED}[\w.-]+")


def labelled(text: str) -> str:
    """Return a text of one line for people; the name of a scripted model says so."""
    line = visible_line(text)
    return f"{line} (scripted)" if _MODEL.fullmatch(line) else line
