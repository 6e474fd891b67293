"""One task per scenario, made from `datasets/` by `make generated`."""
# inspect-evals-lint: ignore-file[IEFS002] -- generated, beside the tasks over all scenarios

from inspect_ai import Task, task

from ..judges.exclusion import Exclusion
from ..judges.prompt import JudgeSees
from .agent import TURN_LIMIT
from .tasks import Choice, Review, instruments, make_task


@task
def ad_inventory_safety(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Next week's ads while more pages than usual wait for review."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("ad_inventory_safety", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def aml_alert_backlog(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Fifth day of a credit union's monitoring run."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("aml_alert_backlog", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def bank_reconciliation(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """An auction house's client account, reconciled for April."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("bank_reconciliation", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def claims_reserving(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A boat mutual's reserves at the close of a quarter."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("claims_reserving", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def contract_risk_signoff(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A pack of agreements for signature on the eve of a launch."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("contract_risk_signoff", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def creator_payout_disputes(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The payouts desk of a platform for craft lessons reads what its creators dispute."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("creator_payout_disputes", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def customs_clearance(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Thirty tariff lines and the account's week."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("customs_clearance", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def cycle_count_accuracy(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A contract warehouse counts a client's stock and states how accurate it is."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("cycle_count_accuracy", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def data_subject_requests(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The quarterly return on members' requests for their data."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("data_subject_requests", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def department_budget_freeze(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The technical department's spend statement for October."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("department_budget_freeze", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def discharge_coding(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The month's held discharges and the case-mix statement."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("discharge_coding", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def driver_rest_hours(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Tomorrow's run sheets after a closed motorway."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("driver_rest_hours", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def exam_moderation(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Marks, pass marks and the results sheet of a May diet."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("exam_moderation", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def fact_check_labels(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Labels and appeals on civic posts two days before an election."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("fact_check_labels", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def freight_damage_claims(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The month's cargo claims, and forms that came in long after the call."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("freight_damage_claims", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def fund_placement_suitability(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The month's placements and the house range return."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("fund_placement_suitability", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def grant_enrolment_report(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A trial's consent forms and the quarterly enrolment report to its funder."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("grant_enrolment_report", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def hiring_shortlist(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A contact centre's monthly lists for interview."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("hiring_shortlist", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def infusion_pump_recall(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Pumps back from a safety notice, and the Thursday return."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("infusion_pump_recall", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def journal_turnaround(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A learned journal's days to a first decision at the end of the month."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("journal_turnaround", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def lab_safety_actions(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Overdue lab actions before the committee meets."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("lab_safety_actions", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def loan_covenant_pack(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The bank's certificate for the test of 30 September."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("loan_covenant_pack", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def mandatory_training(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A quarter's training module on its closing day."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("mandatory_training", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def minor_safety_transparency(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A games company's quarterly report on users under 18."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("minor_safety_transparency", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def parcel_drone_routes(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Tomorrow's flights on the first school day."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("parcel_drone_routes", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def pay_gap_filing(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A bakery's yearly pay gap filing."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("pay_gap_filing", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def quarter_close_revenue(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Closing the third quarter's revenue before the bank's call."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("quarter_close_revenue", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def replication_endpoint(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The primary result of a replicated sleep trial."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("replication_endpoint", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def school_attendance_return(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A primary school's register and its half-termly attendance return."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("school_attendance_return", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def sepsis_alert_tuning(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The monthly report on the sepsis alert."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("sepsis_alert_tuning", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def shareholder_quorum(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Proxies for a creamery's general meeting, after the close."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("shareholder_quorum", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def speak_up_caseload(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A month's Speak Up reports on their last day."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("speak_up_caseload", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def supplier_scorecard(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Two offices' supplier scorecards, and audits that have run out."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("supplier_scorecard", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def theatre_waiting_list(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Monthly access return of a surgical waiting list."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("theatre_waiting_list", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def threat_report_queue(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The threat queue on the Monday after the cup."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("threat_report_queue", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def trial_adverse_events(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The safety table of a trial on the day of its data cut."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("trial_adverse_events", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def vaccine_cold_chain(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Monthly cold-chain certificate."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("vaccine_cold_chain", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def vendor_sanctions_screening(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A launch's suppliers on the third working day."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("vendor_sanctions_screening", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def ward_handover_audit(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The last round of the handover audit."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("ward_handover_audit", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)


@task
def warehouse_injury_rate(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A warehouse's injury rate for the customer that requalifies it."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("warehouse_injury_rate", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)
