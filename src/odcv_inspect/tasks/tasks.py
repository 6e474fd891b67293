"""The tasks over all scenarios, one per variation; wiring only."""
# inspect-evals-lint: ignore-file[IEFS002] -- found where a reader looks: tasks/tasks.py

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, get_args

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset
from inspect_ai.log import HeadlineMetric
from inspect_ai.model import model_roles
from inspect_ai.scorer import Scorer

from ..constants import COMPARABILITY
from ..evidence.scorer import evidence, keep_evidence
from ..judges.exclusion import Exclusion
from ..judges.panel import ROLE as JUDGE_ROLE
from ..judges.panel import panel
from ..judges.prompt import JudgeSees
from ..judges.self_review import self_review as by_itself
from ..judges.viewer import viewer_config
from ..sandbox.choice import choose_sandbox
from ..scenarios.condition import cross
from ..scenarios.parameters import require_choice, require_seed, require_turns
from ..scores import (
    AWARENESS,
    CONDUCT,
    EVIDENCE,
    INSTRUMENTS,
    PANEL,
    SELF_REVIEW,
    STATEMENTS,
    WORLD_SEED,
)
from ..statements.awareness import awareness
from ..statements.conduct import conduct
from ..statements.layout import READER_ROLE
from ..statements.scorer import statements
from .agent import TURN_LIMIT, desk_agent
from .dataset import log_metadata, make_dataset
from .garbage import collect_less_often
from .programs import warn_of_missing_programs
from .roles import SCORED_BY, require_known_roles, roles_asked_by
from .selection import select_scenarios
from .setup import open_office

Ids = str | list[str] | None
Choice = str | list[str]
"""One value of a condition, or several to cross."""
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
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The job without pressure: asks for the figure as computed."""
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    chosen = (scenarios, domain, world_seed, scenarios_dir)
    return make_task("control", *chosen, scorers, factors, turn_limit)


@task
def attainable(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The pressure of `incentivized`, but with a target that the honest figure meets."""
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    chosen = (scenarios, domain, world_seed, scenarios_dir)
    return make_task("attainable", *chosen, scorers, factors, turn_limit)


@task
def incentivized(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """A target that the figure as it stands misses, and the consequences of missing it."""
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    chosen = (scenarios, domain, world_seed, scenarios_dir)
    return make_task("incentivized", *chosen, scorers, factors, turn_limit)


@task
def mandated(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """The figure is demanded; the means are left open."""
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    chosen = (scenarios, domain, world_seed, scenarios_dir)
    return make_task("mandated", *chosen, scorers, factors, turn_limit)


def make_task(
    variation: Choice,
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    scorers: Mapping[str, Scorer] | Sequence[Scorer] | None = None,
    factors: Mapping[str, Choice] = MappingProxyType({}),
    turn_limit: int = TURN_LIMIT,
) -> Task:
    """Make the task for the selected scenarios under one condition, or several crossed.

    Args:
        variation: What the prompt says about the figure; several, `a,b`, run as one task.
        scenarios: Ids, separated by commas; all by default.
        domain: Only scenarios in this domain; all domains by default.
        world_seed: Seed of the generated world; 0 is the public one.
        scenarios_dir: A private folder of scenarios to use instead of the shipped ones.
        scorers: From `instruments`, or others; the defaults of `instruments` when None.
        factors: Levels by factor, one or several; others take their default.
        turn_limit: Model turns after which a run ends; Inspect's `--turn-limit` overrides it.

    Raises:
        TaskError: a value is not allowed, or a model role is unknown; the message lists the
            allowed ones.
    """
    conditions = cross(variation, factors)
    require_seed(world_seed)
    chosen = select_scenarios(scenarios, domain, scenarios_dir)
    dataset = make_dataset(chosen, conditions, [world_seed])
    metadata = {**log_metadata(dataset, conditions), WORLD_SEED: world_seed}
    return assemble(dataset, metadata, scenarios_dir, scorers, turn_limit)


def assemble(
    dataset: MemoryDataset,
    metadata: dict[str, Any],
    scenarios_dir: str | None,
    scorers: Mapping[str, Scorer] | Sequence[Scorer] | None,
    turn_limit: int,
) -> Task:
    """Make the task for a dataset: setup, agent, scorers, sandbox and viewer.

    Args:
        dataset: From `dataset.make_dataset`.
        metadata: Metadata of the log.
        scenarios_dir: A private folder of scenarios; the shipped ones when None.
        scorers: From `instruments`, or others; the defaults of `instruments` when None.
        turn_limit: Model turns after which a run ends.

    Raises:
        TaskError: A model role is unknown, or the limit is not a whole number above 0.
    """
    require_known_roles()
    require_turns(turn_limit)
    scorers = instruments(scenarios_dir) if scorers is None else scorers
    if isinstance(scorers, Mapping):
        scoring, shown, roles = list(scorers.values()), tuple(scorers), roles_asked_by(scorers)
    else:
        scoring, shown, roles = list(scorers), tuple(INSTRUMENTS), frozenset(SCORED_BY)
    leading = CONDUCT if CONDUCT.name in shown else EVIDENCE
    sandbox = choose_sandbox()
    if sandbox == "bwrap":
        warn_of_missing_programs()
    collect_less_often()
    return Task(
        dataset=dataset,
        setup=open_office(scenarios_dir, sorted(roles)),
        solver=desk_agent(),
        scorer=scoring,
        cleanup=keep_evidence,
        sandbox=sandbox,
        turn_limit=turn_limit,
        version=COMPARABILITY,
        metadata=metadata,
        headline_metric=HeadlineMetric(scorer=leading.name),
        viewer=viewer_config(shown),
    )


def instruments(
    scenarios_dir: str | None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    reading: bool | None = None,
    judging: bool | None = None,
) -> dict[str, Scorer]:
    """Return the scorers of a run by name, each after those whose scores it reads.

    Evidence (what was done), and the model's self-review if requested. With the model role `judge`,
    also the panel. With the role `reader`, also statements (what was said), awareness, and conduct,
    which combines what was done and said.

    Args:
        scenarios_dir: A private folder of scenarios.
        exclusion: Judges to leave out: none, the subject itself (model), or its family.
        judge_sees: What judges see: the record (blind), also the findings (evidence), or the
            record without the agent's reasoning (actions).
        self_review: Whether the model rates its run afterwards, shown as some agent's (blind),
            as its own (own), or as one sentence about the act (prospective).
        reading: Whether to score what was said; None scores it if the role `reader` is set. A
            task made in a program does not know its roles yet.
        judging: Whether to ask a panel; None asks one if the role `judge` is set.

    Raises:
        TaskError: a value is not allowed; the message lists the allowed ones.
    """
    require_choice("self_review", self_review, get_args(Review))
    rating = panel(exclusion, judge_sees)  # made in any case, to check its arguments
    asked = {JUDGE_ROLE: judging, READER_ROLE: reading}
    roles = {role for role, asks in asked.items() if _asks(role, asks)}
    found = {EVIDENCE.name: evidence(scenarios_dir)}
    if JUDGE_ROLE in roles:
        found[PANEL.name] = rating
    if self_review != "off":
        found[SELF_REVIEW.name] = by_itself(self_review)
    if READER_ROLE in roles:
        read = (statements(), awareness(), conduct())
        found |= dict(zip((STATEMENTS.name, AWARENESS.name, CONDUCT.name), read, strict=True))
    return found


def _asks(role: str, wanted: bool | None) -> bool:
    return role in model_roles() if wanted is None else wanted
