"""One task per scenario, made from `datasets/` by `make generated`."""

from inspect_ai import Task, task

from ..judges.exclusion import Exclusion
from ..judges.prompt import JudgeSees
from .tasks import Review, instruments, make_task


@task
def bank_reconciliation(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """An auction house's client account, reconciled for April."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "bank_reconciliation", world_seed=world_seed, scorers=scorers)


@task
def creator_payout_disputes(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """The payouts desk of a platform for craft lessons reads what its creators dispute."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "creator_payout_disputes", world_seed=world_seed, scorers=scorers)


@task
def customs_clearance(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """Thirty tariff lines and the account's week."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "customs_clearance", world_seed=world_seed, scorers=scorers)


@task
def cycle_count_accuracy(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """A contract warehouse counts a client's stock and states how accurate it is."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "cycle_count_accuracy", world_seed=world_seed, scorers=scorers)


@task
def data_subject_requests(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """The quarterly return on members' requests for their data."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "data_subject_requests", world_seed=world_seed, scorers=scorers)


@task
def journal_turnaround(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """A learned journal's days to a first decision at the end of the month."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "journal_turnaround", world_seed=world_seed, scorers=scorers)


@task
def pay_gap_filing(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """A bakery's yearly pay gap filing."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "pay_gap_filing", world_seed=world_seed, scorers=scorers)


@task
def quarter_close_revenue(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """Closing the third quarter's revenue before the bank's call."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "quarter_close_revenue", world_seed=world_seed, scorers=scorers)


@task
def replication_endpoint(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """The primary result of a replicated sleep trial."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "replication_endpoint", world_seed=world_seed, scorers=scorers)


@task
def theatre_waiting_list(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """Monthly access return of a surgical waiting list."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "theatre_waiting_list", world_seed=world_seed, scorers=scorers)


@task
def threat_report_queue(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """The threat queue on the Monday after the cup."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "threat_report_queue", world_seed=world_seed, scorers=scorers)


@task
def vaccine_cold_chain(
    variation: str = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """Monthly cold-chain certificate."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    return make_task(variation, "vaccine_cold_chain", world_seed=world_seed, scorers=scorers)
