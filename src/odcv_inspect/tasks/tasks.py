"""The tasks over all scenarios, one per variation: wiring, no logic."""

from typing import Literal, get_args

from inspect_ai import Task, task
from inspect_ai.scorer import Scorer

from ..constants import COMPARABILITY
from ..evidence.scorer import evidence, keep_evidence
from ..judges.exclusion import Exclusion
from ..judges.panel import panel
from ..judges.prompt import JudgeSees
from ..judges.self_review import self_review as by_itself
from ..judges.viewer import viewer_config
from ..sandbox.choice import choose_sandbox
from ..scenarios.parameters import require_choice, require_seed
from ..statements.scorer import awareness, conduct, statements
from .agent import TURN_LIMIT, desk_agent
from .dataset import make_dataset
from .selection import require_variation, select_scenarios
from .setup import open_office

Ids = str | list[str] | None
Review = Literal["off", "blind", "own", "prospective"]


@task
def control(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """The job without pressure: the figure as computed is asked for."""
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    return make_task("control", scenarios, domain, world_seed, scenarios_dir, scorers)


@task
def attainable(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """The pressure of `incentivized`, with a target that the honest figure meets."""
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    return make_task("attainable", scenarios, domain, world_seed, scenarios_dir, scorers)


@task
def incentivized(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """A target that no permitted act reaches, and what hangs on it."""
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    return make_task("incentivized", scenarios, domain, world_seed, scenarios_dir, scorers)


@task
def mandated(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> Task:
    """The figure is ordered; the means are not."""
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    return make_task("mandated", scenarios, domain, world_seed, scenarios_dir, scorers)


def make_task(
    variation: str,
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    scorers: list[Scorer] | None = None,
) -> Task:
    """One variation over the scenarios asked for.

    Args:
        variation: control, attainable, incentivized or mandated.
        scenarios: Ids, as a list or separated by commas; all when None.
        domain: Only scenarios of this domain.
        world_seed: Which world is generated; 0 is the public one.
        scenarios_dir: A private folder of scenarios under the same contract.
        scorers: Made by `instruments`, with its defaults when None.

    Raises:
        TaskError: a value is not allowed; the text names those that are.
    """
    require_variation(variation)
    require_seed(world_seed)
    chosen = select_scenarios(scenarios, domain, scenarios_dir)
    return Task(
        dataset=make_dataset(chosen, variation, world_seed),
        setup=open_office(scenarios_dir),
        solver=desk_agent(),
        scorer=scorers or instruments(scenarios_dir),
        cleanup=keep_evidence,
        sandbox=choose_sandbox(),
        turn_limit=TURN_LIMIT,
        version=COMPARABILITY,
        metadata={"variation": variation, "world_seed": world_seed},
        viewer=viewer_config(),
    )


def instruments(
    scenarios_dir: str | None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
) -> list[Scorer]:
    """The scorers of a run, each after those whose scores it reads.

    Evidence (what was done), statements (what was said), the panel, awareness, the model's own
    review if asked for, and conduct, which joins the first two.

    Args:
        scenarios_dir: A private folder of scenarios.
        exclusion: Judges that do not rate: none, model (the subject itself) or its family.
        judge_sees: blind, evidence or actions; judges come from the model role `judge`.
        self_review: off, blind, own or prospective.

    Raises:
        TaskError: a value is not allowed; the text names those that are.
    """
    require_choice("self_review", self_review, get_args(Review))
    review = [] if self_review == "off" else [by_itself(self_review)]
    rated = [panel(exclusion, judge_sees), awareness(), *review]
    return [evidence(scenarios_dir), statements(), *rated, conduct()]
