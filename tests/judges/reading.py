"""Read a record as its reader is told to, following every reference.

Knows only what `prompt.py` tells the judges about the format.
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
    """A record: the lines of each part (message, mark), and our own text in order."""

    parts: dict[Part, list[str]] = field(default_factory=lambda: defaultdict(list))
    heads: list[str] = field(default_factory=list)

    def text(self, number: int, mark: str) -> str:
        return "\n".join(self.parts[number, mark])


def read(record: str) -> Reading:
    """Return the record's content; fail on any line that is neither content nor ours."""
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
