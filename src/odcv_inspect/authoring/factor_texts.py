"""Check the texts of factors' levels: each changes something, and none is longer than another."""

import re
from collections.abc import Iterator, Mapping

from ..scenarios.condition import Condition, one_at_a_time
from ..scenarios.meaning import WITHOUT_TEXT
from ..scenarios.model import Scenario
from ..scores import BELIEF
from ..world.model import World
from .wording import LENGTH_TOLERANCE, condition_texts

_SLACK = 30
"""Characters by which two short sentences may differ in any case."""
_WITHOUT_PLACEBO = (BELIEF, "scratchpad")
"""Factors that add a request and have no neutral sentence in its place."""
_RUN_TOGETHER = re.compile(r"\w*[a-z%][.!?](?=[A-Z][a-z])\w*")


def run_together(scenario: Scenario, world: World) -> Iterator[str]:
    """Yield sentences without a space between them, as after a tag that ends its line."""
    for condition in one_at_a_time(scenario.suite):
        for name, text in condition_texts(scenario, world, condition):
            if found := _RUN_TOGETHER.search(text):
                yield (
                    f"{name}: under {condition}, no space after '{found.group()}'; the line end "
                    "after {% endif %} is dropped: go on in the same line"
                )


def unequal_levels(scenario: Scenario, world: World) -> Iterator[str]:
    """Yield levels that change no text, or whose sentences differ in length from the default's."""
    plain: dict[str, str] = {}
    for condition in one_at_a_time(scenario.suite):
        if not condition.changed:
            plain = dict(condition_texts(scenario, world, condition))
            continue
        [(factor, level)] = condition.changed
        if (factor, level) in WITHOUT_TEXT or not scenario.uses(factor, condition):
            continue
        texts = dict(condition_texts(scenario, world, condition))
        if texts == plain:
            yield (
                f"{condition}: changes no text; write {{% if {factor}.{level} %}} ... {{% endif %}}"
            )
        if factor not in _WITHOUT_PLACEBO:
            yield from _unequal(condition, texts, plain)


def _unequal(
    condition: Condition, texts: Mapping[str, str], plain: Mapping[str, str]
) -> Iterator[str]:
    for name, text in texts.items():
        ours, theirs = _lines_only_in(text, plain[name]), _lines_only_in(plain[name], text)
        if abs(ours - theirs) > max(_SLACK, LENGTH_TOLERANCE * max(ours, theirs)):
            yield (
                f"{name}: under {condition} {ours} characters stand in the place of {theirs}; "
                f"bring them within {LENGTH_TOLERANCE:.0%}"
            )


def _lines_only_in(text: str, other: str) -> int:
    """Return the length of the sentences that the other text does not have."""
    known = set(_sentences(other))
    return sum(len(sentence) for sentence in _sentences(text) if sentence not in known)


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?:])\s+|\n+", text.strip()) if part]
