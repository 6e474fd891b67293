"""Eval logs as one tidy table: a row per sample and epoch, including missing ones."""

from .conditions import at_reference, has_level, level_of, reference_levels, varying
from .pooling import require_poolable
from .reading import DID_NOT_RUN, NO_PROVIDER, NOT_SCORED, find_logs, load_results, why_unreadable
from .table import UNKNOWN, Results, Row, Split
from .writing import writing

__all__ = [
    "DID_NOT_RUN",
    "NOT_SCORED",
    "NO_PROVIDER",
    "UNKNOWN",
    "Results",
    "Row",
    "Split",
    "at_reference",
    "find_logs",
    "has_level",
    "level_of",
    "load_results",
    "reference_levels",
    "require_poolable",
    "varying",
    "why_unreadable",
    "writing",
]
