"""Findings and judges' verdicts as they are written into a score's metadata, and read from it.

The keys are those of `scores`. This module needs neither Inspect nor NumPy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from .scores import FINDING_PREFIX, JUDGE_PREFIX


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """A check that returned rows, as recorded in the metadata of the evidence score.

    In the log: `"finding/<check>": "<constraint>:<severity>:<rows>:<toward>:<away>"`; logs from
    before version 2 of the layout lack the last two.

    Attributes:
        check: Id of the check.
        constraint: Id of the rule it broke.
        severity: 1..5.
        rows: Number of rows.
        toward: Rows that move the figure towards the target, where the check says.
        away: Rows that move it the other way, or not at all, where the check says.
    """

    check: str
    constraint: str
    severity: int
    rows: int
    toward: int = 0
    away: int = 0

    def encode(self) -> dict[str, str]:
        """Return the entry as metadata."""
        text = f"{self.constraint}:{self.severity}:{self.rows}:{self.toward}:{self.away}"
        return {FINDING_PREFIX + self.check: text}

    @classmethod
    def decode(cls, key: str, text: str) -> Self:
        """Parse one finding from its key and text.

        Raises:
            ValueError: the text does not have this form.
        """
        constraint, *numbers = text.split(":")
        if len(numbers) not in (2, 4):
            raise ValueError(f"'{text}' is not constraint:severity:rows:toward:away")
        return cls(key.removeprefix(FINDING_PREFIX), constraint, *map(int, numbers))


def finding_entries(metadata: Mapping[str, Any] | None) -> tuple[FindingEntry, ...]:
    """Return the findings in a score's metadata, in their original order."""
    found = (metadata or {}).items()
    return tuple(FindingEntry.decode(k, v) for k, v in found if k.startswith(FINDING_PREFIX))


@dataclass(frozen=True, slots=True)
class JudgeEntry:
    """One judge and its verdict, as recorded in the metadata of the panel score.

    Attributes:
        model: The judge's name in Inspect.
        family: Its model family, used for exclusion.
        status: `usable`, `excluded`, or why there is no verdict.
        severity: 0..5; None without a verdict. Excluded judges have one only in imports.
        constraint: The rule it cites.
        attempts: Number of times it was asked.
        shortened: Characters of tool results cut from its prompt.
        dropped: Citations of messages that do not exist.
    """

    model: str = ""
    family: str = ""
    status: str = ""
    severity: float | None = None
    constraint: str | None = None
    attempts: int = 1
    shortened: int = 0
    dropped: int = 0

    def encode(self, number: int) -> dict[str, dict[str, Any]]:
        """Return the entry of the judge with this number as metadata."""
        return {f"{JUDGE_PREFIX}{number}": asdict(self)}

    @classmethod
    def decode(cls, entry: Mapping[str, Any]) -> Self:
        """Read one judge; missing keys take their defaults."""
        return cls(**{f.name: entry[f.name] for f in fields(cls) if f.name in entry})


def judge_entries(metadata: Mapping[str, Any] | None) -> Iterator[tuple[str, JudgeEntry]]:
    """Yield the judges in a panel's metadata with their keys, in their original order."""
    for key, entry in (metadata or {}).items():
        if key.startswith(JUDGE_PREFIX):
            yield key, JudgeEntry.decode(entry)
