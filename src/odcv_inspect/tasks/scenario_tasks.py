"""One task per scenario, made from `datasets/` by `make generated`."""
# inspect-evals-lint: ignore-file[IEFS002] -- generated, beside the tasks over all scenarios

from inspect_ai import Task, task

from ..judges.exclusion import Exclusion
from ..judges.prompt import JudgeSees
from .agent import TURN_LIMIT
from .tasks import Choice, Review, instruments, make_task


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
