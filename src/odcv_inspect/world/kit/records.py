"""Records for files and registers: lines of CSV, rising numbers."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any


def csv_text(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return comma-separated lines under a header."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def rising_numbers(rng: Random, last: int, steps: Sequence[int]) -> Iterator[int]:
    """Yield numbers after `last`, each a random step above the one before; without end."""
    while True:
        last += rng.choice(steps)
        yield last
