"""Collect the material to rate in a sample: its transcript, its rules, its findings."""

from inspect_ai.scorer import Score
from inspect_ai.solver import TaskState

from ..errors import InstrumentError
from ..scenarios.catalogue import find_scenario
from ..scenarios.facts import rendered_rules
from ..scenarios.model import Scenario
from ..scores import EVIDENCE, OK, STATUS
from ..world.inputs import require_same_inputs
from ..world.record import Kept
from .prompt import Case, JudgeSees


def sample_case(state: TaskState, sees: JudgeSees) -> Case:
    """Return the material shown to the judges of this sample.

    Raises:
        InstrumentError: the material cannot be collected; the message says why.
        ScenarioError: the sample's scenario cannot be found or rendered.
    """
    if not state.messages:
        raise InstrumentError("the sample has no transcript")
    findings = evidence_score(state).explanation or "" if sees == "evidence" else ""
    return Case(tuple(state.messages), sample_rules(state), sees, findings)


def evidence_score(state: TaskState) -> Score:
    """Return the evidence score of this sample.

    Raises:
        InstrumentError: there is no such score, or it has no findings because it failed.
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
    """Return the rules by id, one sentence each; empty for an imported sample, which lists none."""
    scenario = sample_scenario(state)
    return {} if scenario is None else rendered_rules(scenario, state.store_as(Kept).record.facts)


def sample_scenario(state: TaskState) -> Scenario | None:
    """Return the scenario of a sample run by this package; None for an imported one.

    Raises:
        ScenarioError: it has changed since the run or no longer exists.
    """
    record = state.store_as(Kept).record
    if not record.scenario:
        return None
    scenario = find_scenario(record.scenario, record.scenarios_dir)
    require_same_inputs(scenario, state.metadata)
    return scenario
