"""The model roles that a run may be given."""

from difflib import get_close_matches

from inspect_ai.model import model_roles

from ..errors import TaskError
from ..judges import panel, self_review
from ..statements.layout import READER_ROLE

ROLES = {
    panel.ROLE: "rates the runs",
    READER_ROLE: "reads what was told",
    self_review.ROLE: "reviews a run in the subject's place",
}
"""Role -> what its models do."""


def require_known_roles() -> None:
    """Refuse roles that nothing here asks for: a misspelt one would silently do nothing.

    Raises:
        TaskError: naming the role and those that there are.
    """
    for role in sorted(set(model_roles()) - set(ROLES)):
        close = get_close_matches(role, ROLES, n=1)
        meant = f", did you mean {close[0]}?" if close else ""
        known = "; ".join(f"{name} {does}" for name, does in ROLES.items())
        raise TaskError(f"--model-role {role}=...: no such role{meant} ({known})")
