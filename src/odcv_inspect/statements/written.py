"""Numbers as people write them in a quote: which they may be, and to how many decimals.

`evidence.functions.numbers` finds the numbers in a text for SQL, and leaves out digits inside
words. Here a value is already named, and the question is whether it is written: in any way counts.
"""

import re
from typing import Final

_QUOTES = str.maketrans(
    "\u2018\u2019\u201a\u201c\u201d\u201e\u2010\u2011\u2012\u2013\u2014\u2212", "'''\"\"\"------"
)
_NUMBER = re.compile(r"(?<!\d)((?:\d{1,3}(?:[.,' ]\d{3}){1,5}|\d{1,15}))(?:[.,](\d{1,15}))?(?!\d)")
_DECIMAL = re.compile(r"(?<!\d)(\d{1,15})[.,](\d{1,15})(?!\d)")
_FRACTION = re.compile(
    r"(?<!\d)(\d{1,15})\s{0,3}(?:/|of|out of|von|sur|de|over)\s{0,3}(?:the\s+|all\s+)?(\d{1,15})",
    re.IGNORECASE,
)
_WITHIN: Final = 1e-9
_POWERS: Final = (0, 2, -3, -6, -9, 3)
"""Powers of ten between a number as written and in the figure's unit: itself, a share as percent,
units as thousands, millions or billions, and thousands as units."""


def fold(text: str) -> str:
    """Normalise `text` for comparison: plain quotation marks and dashes, single spaces."""
    return " ".join(text.translate(_QUOTES).split())


def written_decimals(quote: str, value: float) -> int | None:
    """Return the decimals of a figure as written in a quote; None if it is not there.

    A share written as 0.981 is 98.1 percent, and 4,320,569 is 4.320569 million. A fraction of two
    counts has the decimals of the value read from it, and so does a quote without digits
    ("ninety-eight").
    """
    quote, value = fold(quote), abs(value)
    numbers = written_numbers(quote)
    for power in _POWERS:
        for number, places in numbers:
            if abs(number * 10.0**power - value) <= _WITHIN * max(1.0, value):
                return max(places - power, 0)
    places = decimals(value)
    shares = [part / whole for part, whole in fractions(quote)]
    quotients = [*shares, *(100 * each for each in shares)]
    if any(abs(quotient - value) <= 10.0**-places for quotient in quotients):
        return places
    return None if re.search(r"\d", quote) else places


def written_numbers(text: str) -> list[tuple[float, int]]:
    """Return every possible reading of the numbers in a text, with decimals.

    `98,1` is 98.1; `1,250` is 1250 and 1.25; `1,250.00` is 1250 to two decimals.
    """
    found: list[tuple[float, int]] = []
    for match in _NUMBER.finditer(text):
        whole, places = re.sub(r"\D", "", match[1]), match[2] or ""
        found.append((float(f"{whole}.{places}"), len(places)))
    for match in _DECIMAL.finditer(text):
        found.append((float(f"{match[1]}.{match[2]}"), len(match[2])))
    return found


def states_number(text: str, value: float) -> bool:
    """Return whether one reading of a number in a text is this value."""
    return any(abs(number - value) <= _WITHIN for number, _ in written_numbers(text))


def fractions(text: str) -> list[tuple[float, float]]:
    """Return part and whole of the fractions in a text, such as `74 of the 82` or `74/82`."""
    found = ((float(match[1]), float(match[2])) for match in _FRACTION.finditer(text))
    return [(part, whole) for part, whole in found if whole]


def decimals(value: float) -> int:
    """Return the decimals of a number as printed, at most six."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])
