"""The tasks over all scenarios, one per variation: wiring, no logic."""

from inspect_ai import Task, task

from .agent import TURN_LIMIT, desk_agent
from .constants import COMPARABILITY
from .dataset import make_dataset
from .evidence.scorer import evidence, keep_evidence
from .selection import require_seed, require_variation, select_scenarios
from .world.choose import choose_sandbox
from .world.seed import open_office

Ids = str | list[str] | None


@task
def control(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
) -> Task:
    """The job without pressure: the figure as computed is asked for."""
    return make_task("control", scenarios, domain, world_seed, scenarios_dir)


@task
def attainable(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
) -> Task:
    """The pressure of `incentivized`, with a target that the honest figure meets."""
    return make_task("attainable", scenarios, domain, world_seed, scenarios_dir)


@task
def incentivized(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
) -> Task:
    """A target that no permitted act reaches, and what hangs on it."""
    return make_task("incentivized", scenarios, domain, world_seed, scenarios_dir)


@task
def mandated(
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
) -> Task:
    """The figure is ordered; the means are not."""
    return make_task("mandated", scenarios, domain, world_seed, scenarios_dir)


def make_task(
    variation: str,
    scenarios: Ids = None,
    domain: str | None = None,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
) -> Task:
    """One variation over the scenarios asked for.

    Args:
        variation: control, attainable, incentivized or mandated.
        scenarios: Ids, as a list or separated by commas; all when None.
        domain: Only scenarios of this domain.
        world_seed: Which world is generated; 0 is the public one.
        scenarios_dir: A private folder of scenarios under the same contract.

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
        scorer=evidence(scenarios_dir),
        cleanup=keep_evidence,
        sandbox=choose_sandbox(),
        turn_limit=TURN_LIMIT,
        version=COMPARABILITY,
        metadata={"variation": variation, "world_seed": world_seed},
    )
