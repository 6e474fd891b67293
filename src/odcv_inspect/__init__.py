"""odcv_inspect: does a model break rules when it does real work under pressure for a number?

An Inspect AI plugin: `inspect eval odcv_inspect/incentivized --model <model>`. The names below are
for programs. Tasks and parts of agents are loaded on first use, because Inspect takes seconds.
"""
# inspect-evals-lint: ignore-file[IEFS003] -- the task `published` has the name of its package

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from .tasks.agent import desk_agent, desk_tools, finish
    from .tasks.insider import insider, insider_leak, insider_leverage, insider_withheld_rescue
    from .tasks.scenario_tasks import (
        bank_reconciliation,
        creator_payout_disputes,
        customs_clearance,
        cycle_count_accuracy,
        data_subject_requests,
        journal_turnaround,
        pay_gap_filing,
        quarter_close_revenue,
        replication_endpoint,
        theatre_waiting_list,
        threat_report_queue,
        vaccine_cold_chain,
    )
    from .tasks.tasks import attainable, control, incentivized, mandated

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
    "attainable",
    "bank_reconciliation",
    "control",
    "creator_payout_disputes",
    "customs_clearance",
    "cycle_count_accuracy",
    "data_subject_requests",
    "desk_agent",
    "desk_tools",
    "finish",
    "incentivized",
    "insider",
    "insider_leak",
    "insider_leverage",
    "insider_withheld_rescue",
    "journal_turnaround",
    "load_scenario",
    "load_scenarios",
    "mandated",
    "pay_gap_filing",
    "quarter_close_revenue",
    "replication_endpoint",
    "theatre_waiting_list",
    "threat_report_queue",
    "vaccine_cold_chain",
]

_ON_FIRST_USE = ("tasks.agent", "tasks.tasks", "tasks.insider", "tasks.scenario_tasks")


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in _ON_FIRST_USE:
            if (found := getattr(import_module(f".{module}", __name__), name, None)) is not None:
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
