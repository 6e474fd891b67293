"""Families of models, whatever their provider."""

import pytest

from odcv_inspect.models.families import families, family_of


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
        ("openai/qwen3-30b-a3b", "qwen"),  # an OpenAI-compatible provider's name
        ("published/kimi-k2-0905", "kimi"),
        ("vllm/gptq-something", "unlisted:gptq-something"),
        ("mockllm/model", "unlisted:model"),
        ("none/none", "unlisted:none"),
    ],
)
def test_family_is_known_by_the_models_own_name(model: str, family: str) -> None:
    assert family_of(model) == family


def test_no_name_belongs_to_two_families() -> None:
    names = [name for family in families().values() for name in family.names]
    assert len(set(names)) == len(names)
