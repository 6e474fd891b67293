"""Families and names of models, whoever serves them."""

import pytest

from odcv_inspect.judges.exclusion import families, family_of, is_excluded, model_name


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("openai/gpt-5.4", "gpt"),
        ("azureai/gpt-4o", "gpt"),
        ("openrouter/openai/gpt-oss-20b:free", "gpt"),
        ("openai/ft:gpt-4o-mini:acme::abc", "gpt"),
        ("openai/o3-mini", "gpt"),
        ("bedrock/anthropic.claude-opus-4-6-v1:0", "claude"),
        ("bedrock/us.anthropic.claude-3-haiku-20240307-v1:0", "claude"),
        ("vertex/claude-sonnet-4@20250514", "claude"),
        ("google/gemma-3-27b", "gemini"),
        ("hf/meta-llama/Llama-3.3-70B-Instruct", "llama"),
        ("together/deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "deepseek"),
        ("openrouter/x-ai/grok-4.20", "grok"),
        ("openai/qwen3-30b-a3b", "qwen"),  # served under an OpenAI-compatible provider's name
        ("published/kimi-k2-0905", "kimi"),
        ("vllm/gptq-something", "unlisted:gptq-something"),
        ("mockllm/model", "unlisted:model"),
        ("none/none", "unlisted:none"),
    ],
)
def test_family_is_known_by_the_models_own_name(model: str, family: str) -> None:
    assert family_of(model) == family


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


def test_no_name_belongs_to_two_families() -> None:
    names = [name for family in families().values() for name in family.names]
    assert len(set(names)) == len(names)
