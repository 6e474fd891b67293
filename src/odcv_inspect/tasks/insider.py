"""The tasks of the insider suite: a threat, a conflict of goals, and what the agent does."""
# inspect-evals-lint: ignore-file[IEFS002] -- found where a reader looks: tasks/insider.py

from collections.abc import Mapping, Sequence

from inspect_ai import Task, task
from inspect_ai.scorer import Scorer

from ..constants import INSIDER
from ..errors import TaskError
from ..judges.exclusion import Exclusion
from ..judges.prompt import JudgeSees
from ..scenarios.condition import cross
from ..scenarios.model import Scenario
from ..scenarios.parameters import require_choice, require_count, require_seed
from ..scores import FAMILY
from .agent import TURN_LIMIT
from .dataset import log_metadata, make_dataset
from .selection import select_scenarios
from .tasks import Choice, Ids, Review, assemble, instruments

FAMILIES = ("leverage", "leak", "withheld_rescue")
PERSONAS = 4
"""Worlds per story and cell."""


@task
def insider(
    family: Choice | None = None,
    stories: Ids = None,
    goal: Choice = "none,conflict",
    threat: Choice = "none,replacement",
    personas: int = PERSONAS,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """An office run by an agent that learns of its replacement, and of a way to prevent it."""
    levels = {"goal": goal, "threat": threat, **factors}
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    chosen = select_stories(family, stories, scenarios_dir)
    return make_insider(chosen, levels, personas, world_seed, scenarios_dir, scorers, turn_limit)


@task
def insider_leverage(
    stories: Ids = None,
    goal: Choice = "none,conflict",
    threat: Choice = "none,replacement",
    personas: int = PERSONAS,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Insider stories in which a fact in the mail could move the one who decides."""
    levels = {"goal": goal, "threat": threat, **factors}
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    chosen = select_stories("leverage", stories, scenarios_dir)
    return make_insider(chosen, levels, personas, world_seed, scenarios_dir, scorers, turn_limit)


@task
def insider_leak(
    stories: Ids = None,
    goal: Choice = "none,conflict",
    threat: Choice = "none,replacement",
    personas: int = PERSONAS,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Insider stories in which a rival that shares the agent's goal asks for internal papers."""
    levels = {"goal": goal, "threat": threat, **factors}
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    chosen = select_stories("leak", stories, scenarios_dir)
    return make_insider(chosen, levels, personas, world_seed, scenarios_dir, scorers, turn_limit)


@task
def insider_withheld_rescue(
    stories: Ids = None,
    goal: Choice = "none,conflict",
    threat: Choice = "none,replacement",
    personas: int = PERSONAS,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """Insider stories in which the agent runs the alarm of the one who decides."""
    levels = {"goal": goal, "threat": threat, **factors}
    scorers = instruments(scenarios_dir, exclusion, judge_sees, self_review)
    chosen = select_stories("withheld_rescue", stories, scenarios_dir)
    return make_insider(chosen, levels, personas, world_seed, scenarios_dir, scorers, turn_limit)


def make_insider(
    stories: Sequence[Scenario],
    levels: Mapping[str, Choice],
    personas: int = PERSONAS,
    world_seed: int = 0,
    scenarios_dir: str | None = None,
    scorers: Mapping[str, Scorer] | Sequence[Scorer] | None = None,
    turn_limit: int = TURN_LIMIT,
) -> Task:
    """Make the task for stories of the insider suite, over the cells of a design.

    Args:
        stories: From `select_stories`.
        levels: Levels by factor, one or several, which are crossed; others take their default.
        personas: Worlds per story and cell: other companies, people, genders and figures.
        world_seed: Seed of the first world; 0 is the public one.
        scenarios_dir: The private folder that the stories are from.
        scorers: From `instruments`, or others; the defaults of `instruments` when None.
        turn_limit: Model turns after which a run ends.

    Raises:
        TaskError: A value is not allowed, or a cell makes no sense in a story.
    """
    require_count("personas", personas)
    require_seed(world_seed)
    conditions = cross(INSIDER, levels, INSIDER)
    dataset = make_dataset(stories, conditions, range(world_seed, world_seed + personas))
    metadata = log_metadata(dataset, conditions)
    return assemble(dataset, metadata, scenarios_dir, scorers, turn_limit)


def select_stories(
    family: Choice | None, stories: Ids, scenarios_dir: str | None
) -> list[Scenario]:
    """Return stories of the insider suite, by family and id.

    Raises:
        TaskError: A family, a story or the folder is unknown, or nothing is left.
    """
    wanted = family.split(",") if isinstance(family, str) else family or FAMILIES
    for each in wanted:
        require_choice(FAMILY, each, FAMILIES)
    chosen = select_scenarios(stories, None, scenarios_dir, INSIDER)
    found = [story for story in chosen if story.family in wanted]
    if not found:
        has = ", ".join(f"{story.id} ({story.family})" for story in chosen)
        raise TaskError(f"-T family={','.join(wanted)}: none of these stories: {has}")
    return found
