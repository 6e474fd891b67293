"""Reads a record as its reader is told to, with every reference followed.

Knows nothing of how a record is written but what `prompt.py` tells the judges.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

NAME = r'(?:[\w.-]+|"(?:[^"\\]|\\.)*")'
OURS = rf"(?:\[M(?P<number>\d+)\])?(?P<head> ?(?:exit -?\d+|{NAME}:?)?)"
CONTENT = re.compile(rf"{OURS}(?P<mark>[|~<>])(?P<text>.*)")
REFERENCE = re.compile(
    rf"{OURS} ?\((?P<here>[|~<>] )?(?P<whole>as in )?\[M(?P<of>\d+)\](?P<part>[|~<>])"
    r'(?: lines? (?P<first>\d+)(?:-(?P<last>\d+))?: (?P<words>".*"))?\)'
)
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
            mark = (found["here"] or found["part"]).strip()
            reading.parts[number, mark] += _passage(reading, found)
    return reading


def _passage(reading: Reading, found: re.Match[str]) -> list[str]:
    stood = reading.parts[int(found["of"]), found["part"]]
    if found["whole"]:
        return list(stood)
    first = int(found["first"])
    passage = stood[first - 1 : int(found["last"] or first)]
    assert len(passage) == int(found["last"] or first) - first + 1
    worded = [line for line in passage if re.search(r"\w", line)] or [""]
    assert worded[0].strip().startswith(json.loads(found["words"]))
    return list(passage)
