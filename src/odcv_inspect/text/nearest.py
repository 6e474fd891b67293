"""What somebody who misspelt a name probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def meant(word: object, known: Iterable[str]) -> str:
    """Return `, did you mean NAME?` if a known name is close to the word, else nothing."""
    close = get_close_matches(str(word), list(known), n=1)
    return f", did you mean {close[0]}?" if close else ""
