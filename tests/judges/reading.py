"""Reads a record as its reader is told to, with every reference followed.

Knows nothing of how a record is written but what `prompt.py` tells the judges.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

NAME = r'(?:[\w.-]+|"(?:[^"\\]|\\.)*")'
OURS = rf"(?:\[M(?P<number>\d+)\])?(?P<head> ?(?:exit -?\d+|{NAME}:?)?)"
CONTENT = re.compile(rf"{OURS}(?P<mark>[|~<>])(?P<text>.*)")
REFERENCE = re.compile(rf"{OURS} \(same result as \[M(?P<of>\d+)\]\)")
LEFT_OUT = re.compile(r"\(\d+ characters are left out here\)")

Part = tuple[int, str]


@dataclass
class Reading:
    """A record: the lines of each part (message, mark), and our words in order."""

    parts: dict[Part, list[str]] = field(default_factory=lambda: defaultdict(list))
    heads: list[str] = field(default_factory=list)

    def text(self, number: int, mark: str) -> str:
        return "\n".join(self.parts[number, mark])


def read(record: str) -> Reading:
    """The record's content; fails on a line that is neither content nor one of ours."""
    reading, number = Reading(), 0
    for line in record.split("\n"):
        if LEFT_OUT.fullmatch(line):
            continue
        found = CONTENT.fullmatch(line) or REFERENCE.fullmatch(line)
        assert found, f"neither content nor ours: {line!r}"
        number = int(found["number"] or number)
        if found["number"] or found["head"]:
            reading.heads.append(line[: found.end("head")])
        if found.re is CONTENT:
            reading.parts[number, found["mark"]].append(found["text"])
        else:
            reading.parts[number, "<"] += reading.parts[int(found["of"]), "<"]
    return reading
