"""Which judges may not rate which model: nobody rates itself, or its own family."""

import re
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import Field

from ..scenarios.reading import Frozen

Exclusion = Literal["none", "model", "family"]
"""A judge is left out for: nothing; the same model; the same family."""

UNLISTED = "unlisted:"
"""Begins the family of a model that `families.yaml` does not know."""

_RELEASE = re.compile(r"[-@](latest|\d{8}|\d{4}-\d{2}-\d{2}|v\d+)$")
"""Endings that name a snapshot of a model, not another model."""


class Family(Frozen):
    """A line of models, its maker, and the words by which its models are known."""

    maker: str
    names: tuple[str, ...] = Field(min_length=1)


def is_excluded(judge: str, subject: str, exclusion: Exclusion) -> bool:
    """Whether `judge` may not rate `subject`; both as Inspect names models."""
    if exclusion == "none":
        return False
    if exclusion == "model":
        return model_name(judge) == model_name(subject)
    return family_of(judge) == family_of(subject)


def family_of(model: str) -> str:
    """The family of a model, known by its own name and never by the provider's.

    Returns:
        A key of `families.yaml`; for a model that is not there, a family of its own, which
        begins with `UNLISTED`.
    """
    name = model_name(model)
    found = [
        (place.start(), key)
        for key, family in families().items()
        for known in family.names
        if (place := re.search(rf"(?<![a-z0-9]){re.escape(known)}(?![a-z])", name))
    ]
    return min(found)[1] if found else UNLISTED + name


def model_name(model: str) -> str:
    """The model's own name: without provider, route, release date and price tier.

    `bedrock/anthropic.claude-opus-4-6-20260205-v1:0` and `anthropic/claude-opus-4.6` are one.
    """
    name = model.lower().rsplit("/", 1)[-1]
    name = name if name.startswith("ft:") else name.split(":", 1)[0]
    name = re.sub(r"^([a-z]+\.)+(?=[a-z])", "", name)
    while (shorter := _RELEASE.sub("", name)) != name:
        name = shorter
    return name.replace(".", "-")


@cache
def families() -> dict[str, Family]:
    """The families by name, as `families.yaml` lists them."""
    text = resources.files(__package__).joinpath("families.yaml").read_text(encoding="utf-8")
    return {key: Family.model_validate(value) for key, value in yaml.safe_load(text).items()}
