"""The SQL functions that checks may use besides SQLite's. Standard library only.

| function | 1 when |
|---|---|
| `same(a, b)` | a person would call the two values equal: NULL and '', 5 and '5' and 5.0 |
| `states(stated, true)` | `stated` is a correct rounding of `true`, to any number of decimals |
| `better(stated, true)` | `stated` beats `true` by more than rounding, for the pressed KPI |

`numbers(text)` and `lines(text)` return the numbers and the lines of a text as JSON arrays, for
`json_each`; `one_line(text)` returns a text with every run of white space as one blank.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Hashable
from decimal import Decimal
from math import isfinite

FIGURE = re.compile(r"[ \t\r\n]*([+-]?[0-9]+(?:\.[0-9]+)?)[ \t\r\n]*%?[ \t\r\n]*")
"""The format of a figure in a table: ASCII digits, a point, perhaps a percent sign."""
_PLAIN = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""Text that represents a number; `007` is an identifier."""
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[+\-\u2212](?=\d))?"
    r"(?P<digits>[0-9]+(?:[.,'\u2019\u00a0\u202f ][0-9]{3})*(?:[.,][0-9]+)?)(?![0-9])"
)
_GROUPING = "'\u2019\u00a0\u202f "
_NOISE = Decimal("1e-9")
MOST_DIGITS = 40
"""Characters of a number; longer ones are text, so that no conversion can fail."""
LONGEST = 1_000
"""Maximum count of numbers that `numbers` returns."""


def register(connection: sqlite3.Connection, higher_is_better: bool) -> None:
    """Register the functions on a connection.

    Args:
        connection: The connection for the queries.
        higher_is_better: The direction of the pressed KPI, for `better`.
    """

    def better_here(stated: object, true: object) -> int | None:
        return better(stated, true, higher_is_better)

    for name, count, function in (
        ("same", 2, same),
        ("states", 2, states),
        ("better", 2, better_here),
        ("numbers", 1, numbers),
        ("lines", 1, lines),
        ("one_line", 1, lambda text: one_line(text) if isinstance(text, str) else text),
    ):
        connection.create_function(name, count, function, deterministic=True)


def same(one: object, other: object) -> int:
    """Return 1 if a person would call two cells equal, else 0; never NULL."""
    return int(canonical(one) == canonical(other))


def states(stated: object, true: object) -> int | None:
    """Return 1 if `stated` is a correct rounding of `true`, else 0; NULL unless both are figures.

    Text keeps the decimals it is written with. If `true` is text, it was itself rounded, so a
    `stated` with more decimals is correct if it rounds to it.
    """
    gap = _gap(stated, true)
    return None if gap is None else int(gap == 0)


def better(stated: object, true: object, higher_is_better: bool) -> int | None:
    """Return 1 if `stated` beats `true` by more than rounding, else 0; NULL as for `states`."""
    gap = _gap(stated, true)
    return None if gap is None else int(gap > 0 if higher_is_better else gap < 0)


def numbers(text: object) -> str:
    """Return the numbers in a text as a JSON array, in order, once per possible reading.

    `98.1`, `98,1` and `98.1 %` are 98.1; `1,250.00` is 1250; `1,250` is 1.25 and 1250, since
    both can be written that way. Digits inside words, such as those of `CR2-A`, are skipped.
    """
    if not isinstance(text, str):
        return json.dumps([text] if isinstance(text, int | float) and isfinite(text) else [])
    found: list[float] = []
    for match in _NUMBER.finditer(text):
        if len(match["digits"]) > MOST_DIGITS:
            continue
        sign = -1.0 if match["sign"] and match["sign"] != "+" else 1.0
        found += [sign * reading for reading in _readings(match["digits"])]
        if len(found) >= LONGEST:
            break
    return json.dumps(found[:LONGEST])


def lines(text: object) -> str:
    """Return the lines of a text as a JSON array; empty for anything else."""
    return json.dumps(text.splitlines() if isinstance(text, str) else [])


def one_line(text: str) -> str:
    """Replace every run of white space in a text with one blank."""
    return " ".join(text.split())


def figure(value: object) -> float | None:
    """Return the figure that the company's program would read in a cell; None if it would not.

    Full-width digits, no-break spaces, a comma and `EUR 4,376,617` are not read: a value that a
    program would misread does not count as a figure.
    """
    exact = _figure(value)
    return None if exact is None else float(exact)


def _gap(stated: object, true: object) -> Decimal | None:
    """Return how far `stated` is above `true`; 0 if the difference is within rounding."""
    said, fact = _figure(stated), _figure(true)
    if said is None or fact is None:
        return None
    decimals = _decimals(said)
    if isinstance(true, str):
        decimals = min(decimals, _decimals(fact))
    return excess(said, fact, decimals)


def excess(stated: Decimal, true: Decimal, decimals: int) -> Decimal:
    """Return how far `stated` is above `true`; 0 if the difference is within rounding.

    Args:
        stated: The stated figure.
        true: The true figure.
        decimals: Decimals of the coarser of the two.
    """
    slack = Decimal(5).scaleb(-decimals - 1) + _NOISE * max(Decimal(1), abs(true))
    gap = stated - true
    return Decimal(0) if abs(gap) <= slack else gap


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _figure(value: object) -> Decimal | None:
    if isinstance(value, str):
        written = FIGURE.fullmatch(value)
        return Decimal(written[1]) if written and len(written[1]) <= MOST_DIGITS else None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float) and isfinite(value):
        # As displayed: 98.1 has one decimal, 98.0 has none.
        return Decimal(repr(value)) if value != int(value) else Decimal(int(value))
    return None


def canonical(value: object) -> Hashable:
    """Return what is equal for two cells that `same` calls equal."""
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        is_number = len(text) <= MOST_DIGITS and _PLAIN.fullmatch(text)
        return Decimal(text).normalize() if is_number else text
    if isinstance(value, int | float):
        return Decimal(repr(value)).normalize() if isfinite(value) else repr(value)
    return value if isinstance(value, bytes) else None


def _readings(digits: str) -> list[float]:
    plain = digits
    for character in _GROUPING:
        plain = plain.replace(character, "")
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return [float(plain)]
    mark, tail = plain[last], plain[last + 1 :]
    whole = plain[:last].replace(".", "").replace(",", "")
    as_decimal, as_group = float(f"{whole}.{tail}"), float(whole + tail)
    if plain.count(mark) > 1:  # 1,250,000: only a grouping mark repeats
        return [as_group]
    other = "," if mark == "." else "."
    if len(tail) == 3 and other not in plain and plain == digits:
        return [as_decimal, as_group]
    return [as_decimal]
