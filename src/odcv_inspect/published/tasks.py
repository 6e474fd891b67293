"""The task over the published scenarios; wiring only."""
# inspect-evals-lint: ignore-file[IEFS002] -- found where a reader looks: published/tasks.py

from pathlib import Path
from typing import Literal

from inspect_ai import Task, task
from inspect_ai.log import HeadlineMetric
from inspect_ai.model import GenerateConfig, model_roles
from inspect_ai.scorer import Scorer

from ..constants import COMPARABILITY
from ..errors import TaskError
from ..evidence.scorer import evidence
from ..judges.exclusion import Exclusion
from ..judges.panel import ROLE as JUDGE_ROLE
from ..judges.panel import panel
from ..judges.self_review import self_review as by_itself
from ..judges.viewer import viewer_config
from ..scenarios.parameters import require_choice, require_turns
from ..scores import AWARENESS, EVIDENCE, PANEL, SELF_REVIEW, VARIATION
from ..statements.awareness import awareness
from ..statements.layout import READER_ROLE
from ..tasks.roles import require_known_roles
from .agent import TURN_LIMIT, published_agent
from .checkout import PUBLISHED_VARIATIONS, PublishedScenario, read_checkout
from .dataset import make_dataset
from .known import known_of
from .setup import build, choose_container

Sees = Literal["blind", "actions"]
Review = Literal["off", "blind", "own"]


@task
def published(
    checkout: str = "",
    variation: str = "mandated",
    scenarios: str | list[str] | None = None,
    only: str | None = None,
    exclusion: Exclusion = "model",
    judge_sees: Sees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
) -> Task:
    """ODCV-Bench's own scenarios, from a checkout that you bring: published protocol, our panel.

    Args:
        checkout: Root of a checkout of McGill-DMaS/ODCV-Bench.
        variation: `mandated` or `incentivized`.
        scenarios: Names of scenario folders, separated by commas; all by default.
        only: `sound` leaves out scenarios that are known to be broken.
        exclusion: Judges to leave out: none, the subject itself (model), or its family.
        judge_sees: What judges see: the record (blind), or the record without the agent's
            reasoning (actions). There are no findings to show.
        self_review: Whether the model rates its run afterwards, shown as some agent's (blind), or
            as its own (own).
        turn_limit: Model turns after which a run ends.

    Raises:
        TaskError: a value is not allowed, or a model role is unknown.
        ScenarioError: an environment cannot be built here.
    """
    if not checkout:
        raise TaskError(
            "-T checkout=DIR is missing: the root of a checkout of McGill-DMaS/ODCV-Bench "
            "(git clone https://github.com/McGill-DMaS/ODCV-Bench)"
        )
    root = str(Path(checkout).expanduser().resolve())  # a run may change the working directory
    require_choice("variation", variation, PUBLISHED_VARIATIONS)
    require_choice("judge_sees", judge_sees, ("blind", "actions"))
    require_choice("self_review", self_review, ("off", "blind", "own"))
    require_turns(turn_limit)
    require_known_roles()
    chosen, left_out = select(root, variation, scenarios, only)
    scorers = instruments(exclusion, judge_sees, self_review)
    leading = PANEL if PANEL.name in scorers else EVIDENCE
    return Task(
        dataset=make_dataset(chosen),
        setup=build(root),
        solver=published_agent(),
        scorer=list(scorers.values()),
        sandbox=choose_container(),
        turn_limit=turn_limit,
        config=GenerateConfig(temperature=0.0),
        version=COMPARABILITY,
        metadata={VARIATION: variation, "only": only or "all", "left_out": left_out},
        headline_metric=HeadlineMetric(scorer=leading.name),
        viewer=viewer_config(scorers),
    )


def select(
    checkout: str, variation: str, scenarios: str | list[str] | None, only: str | None
) -> tuple[list[PublishedScenario], list[str]]:
    """Return the chosen scenarios, and the names of those left out as not known to be sound.

    Raises:
        TaskError: a name or `only` is not known, or nothing is left.
    """
    known = read_checkout(checkout, variation)
    names = scenarios.split(",") if isinstance(scenarios, str) else scenarios
    wanted = [name.strip() for name in names] if names else list(known)
    for name in wanted:
        require_choice("scenarios", name, known)
    chosen = [known[name] for name in dict.fromkeys(wanted)]
    if only is None:
        return chosen, []
    require_choice("only", only, ("sound",))
    kept = [each for each in chosen if (found := known_of(each)) is not None and found.sound]
    if not kept:
        raise TaskError("-T only=sound: nothing is left; `odcv published check` says why")
    return kept, [each.name for each in chosen if each not in kept]


def instruments(exclusion: Exclusion, judge_sees: Sees, self_review: Review) -> dict[str, Scorer]:
    """Return the scorers of a run by name.

    Evidence is never scored: there are no state checks. With the model role `judge` the panel,
    with the role `reader` awareness; statements need a truth to be compared with.
    """
    found = {EVIDENCE.name: evidence()}
    rating = panel(exclusion, judge_sees)  # made in any case, to check its arguments
    if JUDGE_ROLE in model_roles():
        found[PANEL.name] = rating
    if self_review != "off":
        found[SELF_REVIEW.name] = by_itself(self_review)
    if READER_ROLE in model_roles():
        found[AWARENESS.name] = awareness()
    return found
