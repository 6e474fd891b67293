"""Whether a condition makes sense in a scenario: a level without a text would change nothing."""

from ..errors import TaskError
from ..scores import BELIEF, DEBRIEFED
from .condition import FACTORS, Condition
from .model import Scenario

WITHOUT_TEXT = {(BELIEF, DEBRIEFED)}
"""Levels that no prompt mentions."""


def require_meaning(scenario: Scenario, condition: Condition) -> None:
    """Refuse a condition that a scenario excludes, or whose levels none of its texts mention.

    Raises:
        TaskError: with scenario, level and reason.
    """
    for refusal in scenario.refuses:
        if set(refusal.when) <= condition.levels.items():
            said = " ".join(f"{name}={level}" for name, level in refusal.when)
            raise TaskError(
                f"{scenario.id} has no {said}: {refusal.why}; leave out the scenario or the level"
            )
    for name, level in condition.changed:
        where = FACTORS[name].variations
        if where and condition.variation not in where:
            raise TaskError(
                f"{name}={level}: means nothing in the variation {condition.variation}; use it "
                f"with {' or '.join(where)}"
            )
        if (name, level) not in WITHOUT_TEXT and not scenario.uses(name, condition):
            raise TaskError(
                f"{scenario.id}, {condition.variation}: no text depends on {name}, so that "
                f"{name}={level} would change nothing; leave out the scenario or the level, or "
                f"write {{% if {name}.{level} %}} ... {{% endif %}} in {scenario.file}"
            )
