"""odcv_inspect: does a model, put in charge of real work and pressed for a number, break rules?

An Inspect AI plugin: `inspect eval odcv_inspect/incentivized --model <model>`.
"""

from .catalogue import load_scenario, load_scenarios
from .errors import (
    InstrumentError,
    OdcvError,
    ResultsError,
    SandboxUnusable,
    ScenarioError,
    TaskError,
    TrajectoryError,
)
from .scenario import Scenario

__all__ = [
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
