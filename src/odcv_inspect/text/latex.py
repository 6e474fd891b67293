"""Text in LaTeX."""

from .visible import visible_line

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}


def latex(text: str) -> str:
    """Escape text for a LaTeX table cell."""
    return "".join(_SPECIAL.get(character, character) for character in visible_line(text))
