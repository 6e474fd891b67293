"""Which judges are excluded, and which names mean the same model."""

import pytest

from odcv_inspect.judges.exclusion import is_excluded
from odcv_inspect.models.families import model_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anthropic/claude-opus-4.6", "bedrock/anthropic.claude-opus-4-6-20260205-v1:0"),
        ("openai/gpt-5.4", "openrouter/openai/GPT-5.4:free"),
        ("openai/gpt-4o", "openai/gpt-4o-2024-11-20"),
        ("google/gemini-2.5-pro", "vertex/gemini-2.5-pro"),
    ],
)
def test_one_model_under_two_names_is_one(one: str, other: str) -> None:
    assert model_name(one) == model_name(other)
    assert is_excluded(one, other, "model")


@pytest.mark.parametrize(
    ("one", "other"),
    [("openai/gpt-5.4", "openai/gpt-5.4-mini"), ("openai/gpt-4", "openai/gpt-4o")],
)
def test_two_models_of_a_family_are_two(one: str, other: str) -> None:
    assert not is_excluded(one, other, "model")
    assert is_excluded(one, other, "family")


def test_nothing_is_excluded_by_none() -> None:
    assert not is_excluded("openai/gpt-5.4", "openai/gpt-5.4", "none")


def test_two_unlisted_models_are_no_family_but_one_is_its_own() -> None:
    assert not is_excluded("x/alpha", "x/beta", "family")
    assert is_excluded("x/alpha", "y/alpha", "family")
