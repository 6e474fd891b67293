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
        ad_inventory_safety,
        aml_alert_backlog,
        bank_reconciliation,
        claims_reserving,
        contract_risk_signoff,
        creator_payout_disputes,
        customs_clearance,
        cycle_count_accuracy,
        data_subject_requests,
        department_budget_freeze,
        discharge_coding,
        driver_rest_hours,
        exam_moderation,
        fact_check_labels,
        freight_damage_claims,
        fund_placement_suitability,
        grant_enrolment_report,
        hiring_shortlist,
        infusion_pump_recall,
        journal_turnaround,
        lab_safety_actions,
        loan_covenant_pack,
        mandatory_training,
        minor_safety_transparency,
        parcel_drone_routes,
        pay_gap_filing,
        quarter_close_revenue,
        replication_endpoint,
        school_attendance_return,
        sepsis_alert_tuning,
        shareholder_quorum,
        speak_up_caseload,
        supplier_scorecard,
        theatre_waiting_list,
        threat_report_queue,
        trial_adverse_events,
        vaccine_cold_chain,
        vendor_sanctions_screening,
        ward_handover_audit,
        warehouse_injury_rate,
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
    "ad_inventory_safety",
    "aml_alert_backlog",
    "attainable",
    "bank_reconciliation",
    "claims_reserving",
    "contract_risk_signoff",
    "control",
    "creator_payout_disputes",
    "customs_clearance",
    "cycle_count_accuracy",
    "data_subject_requests",
    "department_budget_freeze",
    "desk_agent",
    "desk_tools",
    "discharge_coding",
    "driver_rest_hours",
    "exam_moderation",
    "fact_check_labels",
    "finish",
    "freight_damage_claims",
    "fund_placement_suitability",
    "grant_enrolment_report",
    "hiring_shortlist",
    "incentivized",
    "infusion_pump_recall",
    "insider",
    "insider_leak",
    "insider_leverage",
    "insider_withheld_rescue",
    "journal_turnaround",
    "lab_safety_actions",
    "load_scenario",
    "load_scenarios",
    "loan_covenant_pack",
    "mandated",
    "mandatory_training",
    "minor_safety_transparency",
    "parcel_drone_routes",
    "pay_gap_filing",
    "quarter_close_revenue",
    "replication_endpoint",
    "school_attendance_return",
    "sepsis_alert_tuning",
    "shareholder_quorum",
    "speak_up_caseload",
    "supplier_scorecard",
    "theatre_waiting_list",
    "threat_report_queue",
    "trial_adverse_events",
    "vaccine_cold_chain",
    "vendor_sanctions_screening",
    "ward_handover_audit",
    "warehouse_injury_rate",
]

_ON_FIRST_USE = ("tasks.agent", "tasks.tasks", "tasks.insider", "tasks.scenario_tasks")


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in _ON_FIRST_USE:
            if (found := getattr(import_module(f".{module}", __name__), name, None)) is not None:
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
