"""The model roles of a run."""

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
"""What each role's models do."""


def require_known_roles() -> None:
    """Refuse unknown roles; a misspelt one would silently have no effect.

    Raises:
        TaskError: with the role and the known ones.
    """
    for role in sorted(set(model_roles()) - set(ROLES)):
        close = get_close_matches(role, ROLES, n=1)
        meant = f", did you mean {close[0]}?" if close else ""
        known = "; ".join(f"{name} {does}" for name, does in ROLES.items())
        raise TaskError(f"--model-role {role}=...: no such role{meant} ({known})")
