"""Model families: the maker of a model, and the models that share training with it."""

import re
from functools import cache
from importlib import resources

import yaml
from pydantic import Field

from ..scenarios.reading import Frozen

UNLISTED = "unlisted:"
"""Prefix for the family of a model that is not in `families.yaml`."""

_RELEASE = re.compile(r"[-@](latest|\d{8}|\d{4}-\d{2}-\d{2}|v\d+)$")
"""Suffixes that name a snapshot of a model rather than another model."""


class Family(Frozen):
    """A line of models, its maker, and the words that identify its models."""

    maker: str
    names: tuple[str, ...] = Field(min_length=1)


def family_of(model: str) -> str:
    """Return a model's family, identified by the model's name and never the provider's.

    Returns:
        A key of `families.yaml`; a separate family starting with `UNLISTED` for a model not
        listed there.
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
    """Return the model's own name, without provider, route, release date and price tier.

    `bedrock/anthropic.claude-opus-4-6-20260205-v1:0` and `anthropic/claude-opus-4.6` are the same.
    """
    name = model.lower().rsplit("/", 1)[-1]
    name = name if name.startswith("ft:") else name.split(":", 1)[0]
    name = re.sub(r"^([a-z]+\.)+(?=[a-z])", "", name)
    while (shorter := _RELEASE.sub("", name)) != name:
        name = shorter
    return name.replace(".", "-")


@cache
def families() -> dict[str, Family]:
    """Return the families in `families.yaml` by name."""
    text = resources.files(__package__).joinpath("families.yaml").read_text(encoding="utf-8")
    return {key: Family.model_validate(value) for key, value in yaml.safe_load(text).items()}
