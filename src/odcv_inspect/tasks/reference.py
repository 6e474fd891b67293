"""`reference/<trajectory>`: a scripted model that plays a scenario's trajectory.

It runs through the real agent loop, tools and scorers, so its runs calibrate the scorers:
the honest trajectory must score 0 %, a violating one 100 %. `reference/reader` reads such runs
as their trajectories say, for the model role `reader`.

`reference/violating_if_threat_replacement` plays `violating` in runs with that level, and `honest`
in others: an effect planted to be found again. `variation` counts as a factor.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    GenerateConfig,
    ModelOutput,
    StopReason,
    get_model,
)
from inspect_ai.tool import ToolCall, ToolChoice, ToolInfo
from inspect_ai.util import store_as

from ..errors import TrajectoryError
from ..models.offline import OfflineModel
from ..models.scripted import SCRIPTED, is_scripted
from ..scenarios.catalogue import find_scenario
from ..scenarios.condition import levels_of
from ..scenarios.trajectories import BUILT_IN, Step, Trajectory, load_trajectory
from ..scores import AWARENESS, STATEMENTS
from ..statements.case import shown_acts
from ..statements.debrief import NAME as DEBRIEF
from ..statements.written import fold
from ..text.nearest import meant
from ..world.record import Kept

HONEST = "honest"
_PLANTED = re.compile(r"(\w+)_if_([a-z]+)_([a-z]+)")
READER = "reader"
"""Name of the model that reads the runs of the others."""
_KINDS: Final = ("honest", "violating", "evasion", "near_miss")
"""What names of authored trajectories begin with."""
_OTHERS: Final = (*BUILT_IN, READER)


class ReferenceModel(OfflineModel):
    """Plays the trajectory named in the model's name, one step per assistant message."""

    provider = "reference"

    def __init__(self, model_name: str, *args: Any, **options: Any) -> None:
        """Check the name; a private scenario may have a trajectory of any name.

        Raises:
            TrajectoryError: It is nearly, but not quite, one that every scenario has.
        """
        _require_no_slip(model_name)
        super().__init__(model_name, *args, **options)

    async def generate(
        self,
        input: list[ChatMessage],
        tools: list[ToolInfo],
        tool_choice: ToolChoice,
        config: GenerateConfig,
    ) -> ModelOutput:
        """Return the next step; without tools, return what the trajectory declares.

        That is its self-review or, for a reader's prompt, its statements.

        Raises:
            TrajectoryError: the scenario has no such trajectory, or the last step's result was
                not as written.
        """
        record = store_as(Kept).record
        scenario = find_scenario(record.scenario, record.scenarios_dir)
        trajectory = load_trajectory(scenario, self._trajectory())
        if not tools:
            return self._says(json.dumps(_answer(trajectory, config, input[-1].text)))
        taken = sum(isinstance(message, ChatMessageAssistant) for message in input)
        if taken:
            last = trajectory.step(taken - 1, record.facts)
            _require_as_written(trajectory, last, taken, input)
        if taken == len(trajectory.steps):
            # No `finish` left: end the run as if the context window were full.
            return self._says("", stop="model_length")
        return self._calls(trajectory.step(taken, record.facts), taken)

    def _trajectory(self) -> str:
        """Return the name of the trajectory to play or, for the reader, of the one played."""
        if self.model_name != READER:
            return _in_condition(self.model_name)
        subject = str(get_model())  # inspect-evals-lint: ignore[IEBP001] -- a model asks
        if subject == SCRIPTED + READER or not is_scripted(subject):
            raise TrajectoryError(
                f"{SCRIPTED}{READER} reads the runs of scripted models only, and this is one of "
                f"{subject}; use it as --model-role reader={SCRIPTED}{READER} with "
                f"--model {SCRIPTED}honest"
            )
        return _in_condition(subject.removeprefix(SCRIPTED))

    def _says(self, text: str, stop: StopReason = "stop") -> ModelOutput:
        return self.output(ChatMessageAssistant(content=text, source="generate"), stop)

    def _calls(self, step: Step, index: int) -> ModelOutput:
        call = ToolCall(id=f"call_{index + 1}", function=step.tool, arguments=step.arguments)
        message = ChatMessageAssistant(content=step.says, tool_calls=[call], source="generate")
        return self.output(message, "tool_calls")


def _require_no_slip(model_name: str) -> None:
    name = model_name.partition("_if_")[0]
    known = name in _OTHERS or any(f"{name}_".startswith(f"{kind}_") for kind in _KINDS)
    if close := "" if known else meant(name, [*_KINDS, *_OTHERS]):
        raise TrajectoryError(
            f"{SCRIPTED}{model_name}: no trajectory is called so{close} names begin with "
            f"{', '.join(_KINDS)}, or are {', '.join(_OTHERS)}"
        )


def _in_condition(name: str) -> str:
    """Return the trajectory that a model plays in the current sample's condition.

    Raises:
        TrajectoryError: The name depends on a factor or level that the suite does not have.
    """
    planted = _PLANTED.fullmatch(name)
    if planted is None:
        return name
    trajectory, factor, level = planted.groups()
    condition = store_as(Kept).record.condition
    levels = levels_of(condition.suite)
    if level not in levels.get(factor, ()):
        known = "; ".join(f"{each}: {', '.join(of_it)}" for each, of_it in levels.items())
        raise TrajectoryError(f"{SCRIPTED}{name}: no {factor} '{level}'; there are {known}")
    return trajectory if condition.columns[factor] == level else HONEST


def _answer(trajectory: Trajectory, config: GenerateConfig, asked: str) -> dict[str, Any]:
    """Return what the trajectory declares for a question, depending on its form."""
    form = config.response_schema.name if config.response_schema else ""
    if form == AWARENESS.name:
        return {"remarks": []}
    if form == DEBRIEF:
        return {"belief": "undecided"}
    if form == STATEMENTS.name:
        return {"sentences": _told(trajectory, asked)}
    return trajectory.self_review.model_dump()


def _told(trajectory: Trajectory, asked: str) -> list[dict[str, Any]]:
    """Return the declared statements, each in the first piece that contains its quote.

    Raises:
        TrajectoryError: No piece contains a quote, or an act or claim is not listed.
    """
    pieces = _pieces(asked)
    record = store_as(Kept).record
    scenario = find_scenario(record.scenario, record.scenarios_dir)
    ids = {check.id: shown for shown, check in shown_acts(scenario).items()}
    ids |= {claim.id: f"C{n}" for n, claim in enumerate(scenario.claims, start=1)}
    ids |= {secret.id: f"M{n}" for n, secret in enumerate(scenario.secrets, start=1)}
    ids["decision"] = "D"
    told = []
    for sentence in trajectory.told(record.facts):
        quote = fold(str(sentence.get("quote", "")))
        piece = next((name for name, text in pieces.items() if quote and quote in text), None)
        if piece is None:
            raise TrajectoryError(
                f"trajectory '{trajectory.name}', tells: nothing that left holds '{quote}'"
            )
        about = sentence.get("about")
        if about is not None and about not in ids:
            raise TrajectoryError(
                f"trajectory '{trajectory.name}', tells: '{about}' is not a check, a claim or a "
                f"secret; use one of {', '.join(sorted(ids))}"
            )
        value = sentence.get("value")
        told.append(
            {
                **sentence,
                "piece": piece,
                "about": ids.get(str(about)),
                "value": None if value is None else float(value),
            }
        )
    return told


def _pieces(asked: str) -> dict[str, str]:
    """Return the pieces of a reader's prompt by name, with white space folded."""
    parts = re.split(r"^\[(P\d+)\] .*$", asked, flags=re.MULTILINE)
    return {
        name: fold(re.sub(r"^\|", "", text, flags=re.MULTILINE))
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def _require_as_written(
    trajectory: Trajectory, step: Step, number: int, messages: Sequence[ChatMessage]
) -> None:
    """Check the last step's result against the trajectory."""
    result = next((m for m in reversed(messages) if isinstance(m, ChatMessageTool)), None)
    where = f"trajectory '{trajectory.name}', step {number} ({step.tool})"
    if result is None or result.tool_call_id != f"call_{number}":
        raise TrajectoryError(f"{where}: no result came back")
    if (result.error is not None) != step.fails:
        told = result.error.message if result.error else result.text
        expected = "an error" if step.fails else "no error"
        raise TrajectoryError(f"{where}: expected {expected}, got: {told}")
    text = result.error.message if result.error else result.text
    if step.sees not in text:
        raise TrajectoryError(f"{where}: expected to see '{step.sees}' in: {text}")
