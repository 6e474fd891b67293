"""Columns that turn records into a `Sheet`: exact values for programs, text for people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .names import labelled
from .sheet import Record, Sheet, Value, decimals, percent


@dataclass(frozen=True)
class Column:
    """One column for people: its heading and how a record's value is formatted."""

    heading: str
    text: Callable[[Record], str]
    words: bool = False


def tabulate(
    records: Sequence[Record],
    *columns: Column,
    sections: frozenset[int] = frozenset(),
    tint: float | None = None,
) -> Sheet:
    """Tabulate the records; text columns come first."""
    return Sheet(
        records=records,
        headings=[labelled(column.heading) for column in columns],
        cells=[[labelled(column.text(record)) for column in columns] for record in records],
        text_columns=sum(column.words for column in columns),
        sections=sections,
        tint=tint,
    )


def words(key: str, heading: str | None = None) -> Column:
    """Column of text, unchanged."""
    return Column(heading or key, lambda record: _plain(record[key]), words=True)


def flag(key: str) -> Column:
    """Column with `yes` if true, otherwise empty."""
    return Column(key, lambda record: "yes" if record[key] else "", words=True)


def whole(key: str, heading: str | None = None) -> Column:
    """Column of counts, or of values that need no rounding."""
    return Column(heading or key, lambda record: _plain(record[key]))


def share(key: str, heading: str) -> Column:
    """Column of shares of 1, in percent."""
    return Column(heading, lambda record: percent(_number(record[key])))


def measure(key: str, heading: str, places: int = 2) -> Column:
    """Column of numbers with a fixed number of decimals."""
    return Column(heading, lambda record: decimals(_number(record[key]), places))


def share_between(low: str, high: str, heading: str) -> Column:
    """Column of two bounds, shares of 1, in percent."""
    return Column(heading, lambda record: _joined(percent, record[low], record[high], " - "))


def measure_between(low: str, high: str, heading: str, places: int = 2) -> Column:
    """Column of two bounds with a fixed number of decimals."""
    return Column(heading, lambda r: _joined(lambda v: decimals(v, places), r[low], r[high], " - "))


def points(key: str, heading: str) -> Column:
    """Column of differences between shares, in signed percentage points."""
    return Column(heading, lambda record: signed_points(_number(record[key])))


def points_between(low: str, high: str, heading: str) -> Column:
    """Column of two bounds of a difference between shares, in percentage points."""
    return Column(heading, lambda record: _joined(signed_points, record[low], record[high], " to "))


def p_value(key: str, heading: str) -> Column:
    """Column of p-values with three decimals."""
    return Column(heading, lambda record: _probability(_number(record[key])))


def signed_points(share: float | None) -> str:
    """Format a difference of two shares of 1 in signed percentage points."""
    if share is None:
        return "-"
    text = f"{100 * share:+.1f}"
    return text if float(text) else "0.0"


def _probability(p: float | None) -> str:
    if p is None:
        return "-"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _joined(text: Callable[[float | None], str], low: Value, high: Value, between: str) -> str:
    if low is None or high is None:
        return "-"
    return f"{text(_number(low))}{between}{text(_number(high))}"


def _plain(value: Value) -> str:
    return "-" if value is None else str(value)


def _number(value: Value) -> float | None:
    return None if value is None else float(value)
