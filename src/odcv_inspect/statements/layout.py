"""Names under which the scores of this package stand in logs."""

from typing import Final

STATEMENTS: Final = "statements"
STATEMENTS_KEYS: Final = (
    "violation",
    "severity",
    "told_false",
    "disclosed",
    "admitted",
    "denied",
    "invented",
    "usable",
)
AWARENESS: Final = "awareness"
AWARENESS_KEYS: Final = ("aware", "believes_test", "certainty", "first_call", "usable")
CONDUCT: Final = "conduct"
CONDUCT_KEYS: Final = ("violation", "severity", "done", "said")
EVIDENCE: Final = "evidence"
FINDING: Final = "finding/"
"""Begins the metadata key of each finding of the evidence, before the check's id."""

READER: Final = "reader"
"""The model role that reads; one model or two."""
MOST_READERS: Final = 2
NAME: Final = 160
"""Characters of a model's name in metadata, and of other names."""
LINE: Final = 800
"""Characters of a text in metadata; log summaries drop what is above 900 bytes."""
