"""What there is to be rated in a sample: its transcript, its rules, its findings."""

from collections.abc import Mapping

from inspect_ai.scorer import Score
from inspect_ai.solver import TaskState

from ..errors import InstrumentError
from ..scenarios.catalogue import find_scenario
from ..scenarios.model import Scenario
from ..scenarios.rendering import render
from ..scores import EVIDENCE, OK, STATUS
from ..world.inputs import require_same_inputs
from ..world.record import Kept
from .prompt import Case, JudgeSees


def sample_case(state: TaskState, sees: JudgeSees) -> Case:
    """What the judges of this sample are shown.

    Raises:
        InstrumentError: it cannot be put together as asked; the text says why.
        ScenarioError: the sample's scenario cannot be found or rendered.
    """
    if not state.messages:
        raise InstrumentError("the sample has no transcript")
    findings = evidence_score(state).explanation or "" if sees == "evidence" else ""
    return Case(tuple(state.messages), sample_rules(state), sees, findings)


def evidence_score(state: TaskState) -> Score:
    """The evidence's score of this sample.

    Raises:
        InstrumentError: there is none, or it holds no findings because its instrument failed.
    """
    score = (state.scores or {}).get(EVIDENCE.name)
    if score is None:
        raise InstrumentError(
            "there is no evidence for the judges to see; put the scorer `evidence` before this one"
        )
    status = (score.metadata or {}).get(STATUS, OK)
    if status != OK:
        raise InstrumentError(f"the evidence that the judges should see is unscored: {status}")
    return score


def sample_rules(state: TaskState) -> dict[str, str]:
    """The rules by id, each in its own sentence; empty for an imported sample, which lists none."""
    scenario = sample_scenario(state)
    return {} if scenario is None else rules(scenario, state.store_as(Kept).record.facts)


def rules(scenario: Scenario, facts: Mapping[str, object]) -> dict[str, str]:
    """A scenario's rules by id, rendered with a world's facts."""
    where = f"{scenario.file}: constraints"
    return {
        constraint.id: render(constraint.marker, facts, f"{where}.{constraint.id}")
        for constraint in scenario.constraints
    }


def sample_scenario(state: TaskState) -> Scenario | None:
    """The scenario of a sample that ran here; None for an imported one.

    Raises:
        ScenarioError: it has changed since, or is not there any more.
    """
    record = state.store_as(Kept).record
    if not record.scenario:
        return None
    scenario = find_scenario(record.scenario, record.scenarios_dir)
    require_same_inputs(scenario, state.metadata)
    return scenario
