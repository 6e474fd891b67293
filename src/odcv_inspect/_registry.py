"""What Inspect finds under the entry point `inspect_ai`: tasks, scorers, sandbox, models."""

from inspect_ai.model import ModelAPI, modelapi

from .agent import desk_agent
from .evidence.scorer import evidence
from .judges.panel import panel
from .judges.self_review import self_review
from .scenario_tasks import *  # noqa: F403 (one task per scenario)
from .tasks import attainable, control, incentivized, mandated
from .world.sandbox import BwrapSandboxEnvironment
from .world.seed import open_office


@modelapi(name="reference")
def reference() -> type[ModelAPI]:
    """`--model reference/<trajectory>`: scripted runs that calibrate the instrument."""
    from .reference import ReferenceModel

    return ReferenceModel


__all__ = [
    "BwrapSandboxEnvironment",
    "attainable",
    "control",
    "desk_agent",
    "evidence",
    "incentivized",
    "mandated",
    "open_office",
    "panel",
    "reference",
    "self_review",
]
