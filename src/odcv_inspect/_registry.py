"""Tasks, scorers, sandbox and models that Inspect loads through the entry point `inspect_ai`."""

import sys

from inspect_ai.model import ModelAPI, modelapi

from .evidence.scorer import evidence
from .judges.panel import panel
from .judges.self_review import self_review
from .published.provider import ContainerSandboxEnvironment
from .published.tasks import published
from .sandbox.provider import BwrapSandboxEnvironment
from .statements.awareness import awareness
from .statements.conduct import conduct
from .statements.scorer import statements
from .tasks.agent import desk_agent
from .tasks.insider import insider, insider_leak, insider_leverage, insider_withheld_rescue
from .tasks.scenario_tasks import *  # noqa: F403 (one task per scenario)
from .tasks.setup import open_office
from .tasks.tasks import attainable, control, incentivized, mandated

if "inspect_scout" in sys.modules:  # never imported from here: it takes seconds
    from .statements import scanners as _scanners  # noqa: F401


@modelapi(name="reference")
def reference() -> type[ModelAPI]:
    """`--model reference/<trajectory>`: scripted runs that calibrate the instrument."""
    from .tasks.reference import ReferenceModel

    return ReferenceModel


@modelapi(name="published")
def scripts() -> type[ModelAPI]:
    """`--model published/scripts`: runs the own programs of ODCV-Bench's scenarios."""
    from .published.scripted import ScriptsModel

    return ScriptsModel


@modelapi(name="human")
def human() -> type[ModelAPI]:
    """`human/<name>`: a person at a desk opened with `odcv desk open`."""
    from .desk.model import HumanModel

    return HumanModel


__all__ = [
    "BwrapSandboxEnvironment",
    "ContainerSandboxEnvironment",
    "attainable",
    "awareness",
    "conduct",
    "control",
    "desk_agent",
    "evidence",
    "human",
    "incentivized",
    "insider",
    "insider_leak",
    "insider_leverage",
    "insider_withheld_rescue",
    "mandated",
    "open_office",
    "panel",
    "published",
    "reference",
    "scripts",
    "self_review",
    "statements",
]
