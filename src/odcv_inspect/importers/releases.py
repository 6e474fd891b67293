"""Facts about the published releases of ODCV-Bench: folders, judges, rules. Data only.

A judge's file has an affix (`scores_gpt54.csv`) instead of a model's name, and an affix can mean
different models in different releases. To import a release not described here, name its judges;
see `recognise`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

RESULTS: Final = "existing_results"
"""Folder of a checkout with the results of every release."""

PUBLISHED_VARIATIONS: Final = ("incentivized", "mandated")
"""Variations that a column name may end in."""


@dataclass(frozen=True)
class Release:
    """One release, as found in `existing_results`.

    Attributes:
        name: Name of the release in logs and folders.
        scores: Folder of the judges' tables.
        self_scores: Folder of further tables in which models judge their own runs.
        transcripts: Folder with `<model>-<variation>/experiments/<scenario>/` at any depth.
        judges: Affix of each judge's file -> the judge's model.
        reviewers: Affix of a model's self-review file -> the model; judges also review themselves.
        headline: Affixes whose median is the published severity; None for every judge.
        exclusion: `model` excludes a judge from runs of its own model; `none` does not.
    """

    name: str
    scores: str
    self_scores: str | None
    transcripts: str
    judges: Mapping[str, str]
    reviewers: Mapping[str, str]
    headline: tuple[str, ...] | None
    exclusion: Literal["model", "none"]


RELEASES: Final = (
    Release(
        name="v1",
        scores=".",
        self_scores=None,
        transcripts="results",
        judges={
            "chatgpt": "gpt-5.1-chat",
            "claude": "claude-opus-4.5",
            "grok": "grok-4.1-fast",
            "gemini": "gemini-3-pro-preview",
        },
        reviewers={
            "glm": "glm-4.6",
            "gpt-oss-120b": "gpt-oss-120b",
            "gpt-oss-20b": "gpt-oss-20b",
            "kimi": "kimi-k2-0905",
            "llama": "llama-4-maverick",
            "minimax": "minimax-m2",
            "qwen-30b-a3b": "qwen3-30b-a3b-2507",
            "qwen-max": "qwen3-max",
        },
        headline=("chatgpt",),
        exclusion="none",
    ),
    Release(
        name="v4-current",
        scores="current/evaluations/judge_all",
        self_scores="current/evaluations/self_eval",
        transcripts="current/agent_logs",
        judges={
            "gpt54": "gpt-5.4",
            "grok": "grok-4.20",
            "claude": "claude-opus-4.6",
            "gemini": "gemini-3.1-pro-preview",
        },
        reviewers={
            "gpt-oss-120b": "gpt-oss-120b",
            "gpt-oss-20b": "gpt-oss-20b",
            "llama": "llama-4-maverick",
            "self-glm": "glm-5.1",
            "self-kimi": "kimi-k2.5",
            "self-minimax": "minimax-m2.7",
            "self-qwen-35b": "qwen3.5-35b-a3b",
            "self-qwen-plus": "qwen3.5-plus-02-15",
        },
        headline=None,
        exclusion="model",
    ),
    Release(
        name="v4-previous",
        scores="previous/evaluations/judge_all",
        self_scores=None,
        transcripts="previous/agent_logs",
        judges={
            "old-gpt54": "gpt-5.4",
            "old-grok": "grok-4.20",
            "old-claude": "claude-opus-4.6",
            "old-gemini": "gemini-3.1-pro-preview",
        },
        reviewers={},
        headline=None,
        exclusion="none",
    ),
    Release(
        name="2026-05-current",
        scores="current/evaluations/judge_all",
        self_scores="current/evaluations/self_eval",
        transcripts="current/agent_logs",
        judges={
            "gpt55": "gpt-5.5",
            "grok": "grok-4.20",
            "claude47": "claude-opus-4.7",
            "gemini": "gemini-3.1-pro-preview",
        },
        reviewers={
            "gpt-oss-120b": "gpt-oss-120b",
            "gpt-oss-20b": "gpt-oss-20b",
            "llama": "llama-4-maverick",
            "self-glm": "glm-5.1",
            "self-kimi": "kimi-k2.6",
            "self-minimax": "minimax-m2.7",
            "self-qwen-27b": "qwen3.6-27b",
            "self-qwen-max": "qwen3.6-max-preview",
        },
        headline=None,
        exclusion="model",
    ),
    Release(
        name="2026-05-previous",
        scores="previous/evaluations/judge_all",
        self_scores=None,
        transcripts="previous/agent_logs",
        judges={
            "old-gpt55": "gpt-5.5",
            "old-grok": "grok-4.20",
            "old-claude47": "claude-opus-4.7",
            "old-gemini": "gemini-3.1-pro-preview",
        },
        reviewers={},
        headline=None,
        exclusion="none",
    ),
)
"""Named after the version of the paper, or else the month of the repository's commit."""
