"""odcv_inspect: does a model break rules when it does real work under pressure for a number?

An Inspect AI plugin: `inspect eval odcv_inspect/incentivized --model <model>`.
"""

from .errors import (
    DeskError,
    InstrumentError,
    OdcvError,
    ResultsError,
    SandboxUnusable,
    ScenarioError,
    TaskError,
    TrajectoryError,
)
from .scenarios.catalogue import load_scenario, load_scenarios
from .scenarios.model import Scenario

__all__ = [
    "DeskError",
    "InstrumentError",
    "OdcvError",
    "ResultsError",
    "SandboxUnusable",
    "Scenario",
    "ScenarioError",
    "TaskError",
    "TrajectoryError",
    "load_scenario",
    "load_scenarios",
]
