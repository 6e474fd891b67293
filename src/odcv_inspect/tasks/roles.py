"""The model roles of a run."""

from collections.abc import Collection
from typing import Final

from inspect_ai.model import model_roles

from ..errors import TaskError
from ..judges import panel, self_review
from ..models.scripted import is_scripted
from ..scores import PANEL, STATEMENTS
from ..statements.layout import READER_ROLE
from ..text.nearest import meant

SCORED_BY: Final = {panel.ROLE: "judging", READER_ROLE: "reading"}
"""Roles whose scorers are left out without them, and the switch of `instruments` for each."""

ROLES = {
    panel.ROLE: "rates the runs",
    READER_ROLE: "reads what was told",
    self_review.ROLE: "reviews a run in the subject's place",
}
"""What each role's models do."""


def require_known_roles() -> None:
    """Refuse unknown roles, which would have no effect, and scripts as judges, which rate nothing.

    Raises:
        TaskError: with the role and the known ones, or the judge.
    """
    for role in sorted(set(model_roles()) - set(ROLES)):
        known = "; ".join(f"{name} {does}" for name, does in ROLES.items())
        raise TaskError(f"--model-role {role}=...: no such role{meant(role, ROLES)} ({known})")
    for judge in filter(is_scripted, map(str, panel.configured_judges())):
        raise TaskError(f"--model-role {panel.ROLE}={judge}: a script cannot judge; name a model")


def roles_asked_by(scorers: Collection[str]) -> frozenset[str]:
    """Return the roles of `SCORED_BY` that scorers ask, by the scorers' names."""
    by_name = {PANEL.name: panel.ROLE, STATEMENTS.name: READER_ROLE}
    return frozenset(role for name, role in by_name.items() if name in scorers)


def require_scored_roles(scored: Collection[str]) -> None:
    """Refuse a judge or a reader that no scorer would ask.

    Args:
        scored: The roles that the task's scorers ask.

    Raises:
        TaskError: with the role and the remedy.
    """
    for role in sorted((SCORED_BY.keys() & model_roles().keys()) - set(scored)):
        raise TaskError(
            f"the model role {role} was given after the task was made, so no scorer asks it: "
            f"name the task and give --model-role {role}=MODEL in one command, or make the task "
            f"with scorers=instruments(..., {SCORED_BY[role]}=True)"
        )
