"""What did runs cost: turns, calls, tokens and time, by model, from logs.

    python benchmarks/count_costs.py LOGS...

Medians over the runs of a model. Tokens are those that the provider reported or, where none were
reported (scripted and imported runs), characters divided by four:

- `context`: the conversation at the last turn, with the tools' descriptions where the log has them
- `input`: what all turns together send, since each sends the conversation so far again; providers
  that cache prompts bill most of it at a reduced price
- `output`: what the model writes
- `judge`: the prompt of one judge; `reader`: the prompts of one reader (two readings, if there is
  something to read, and one for awareness). Their answers have some hundreds of tokens.
"""

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields

from inspect_ai.event import ModelEvent
from inspect_ai.log import EvalSample, read_eval_log
from inspect_ai.model import ChatMessage, ChatMessageAssistant, ContentReasoning

from odcv_inspect.cli.statements import sample_prompt
from odcv_inspect.errors import OdcvError
from odcv_inspect.judges.prompt import Case, verdict_prompt
from odcv_inspect.results import find_logs

CHARACTERS = 4
"""Characters per token, a common rule of thumb for English."""


@dataclass(frozen=True)
class Cost:
    """One run, or the medians of several. Tokens, but for turns, calls and seconds."""

    turns: float
    calls: float
    context: float
    input: float
    output: float
    judge: float
    reader: float
    seconds: float


def main(logs: Sequence[str]) -> None:
    by_model: dict[str, list[Cost]] = defaultdict(list)
    for file in find_logs(logs):
        log = read_eval_log(file)
        for sample in log.samples or []:
            if sample.messages:  # imported runs may lack a transcript
                by_model[log.eval.model].append(cost_of(sample, log.eval.model))
    names = [field.name for field in fields(Cost)]
    print("| model | runs | " + " | ".join(names) + " |")
    print("|---|" + "---:|" * (len(names) + 1))
    for model, costs in sorted(by_model.items()):
        print(row(model, costs))


def row(model: str, costs: Sequence[Cost]) -> str:
    medians = [statistics.median(column) for column in zip(*map(astuple, costs), strict=True)]
    seconds = f"{medians[-1]:.1f}" if medians[-1] else "-"
    return (
        f"| {model} | {len(costs)} | {' | '.join(f'{m:,.0f}' for m in medians[:-1])} | {seconds} |"
    )


def cost_of(sample: EvalSample, model: str) -> Cost:
    turns = [m for m in sample.messages if isinstance(m, ChatMessageAssistant)]
    used = sample.model_usage.get(model)
    counted = counted_tokens(sample.messages, tools_of(sample))
    reported = used is not None and used.total_tokens > 0
    return Cost(
        turns=len(turns),
        calls=sum(len(turn.tool_calls or []) for turn in turns),
        context=counted[0],
        input=used.input_tokens + (used.input_tokens_cache_read or 0) if reported else counted[1],
        output=used.output_tokens if reported else counted[2],
        judge=verdict_prompt(Case(sample.messages, {})).size / CHARACTERS,
        reader=reader_tokens(sample),
        seconds=sample.total_time or 0,
    )


def counted_tokens(messages: Iterable[ChatMessage], tools: int) -> tuple[float, float, float]:
    """Return context, input and output tokens of a conversation, counted in characters.

    Args:
        messages: The conversation.
        tools: Characters of the tools' descriptions, which every turn sends.
    """
    context, sent, written = tools, 0, 0
    for message in messages:
        if isinstance(message, ChatMessageAssistant):
            sent += context
            written += characters(message)
        context += characters(message)
    return context / CHARACTERS, sent / CHARACTERS, written / CHARACTERS


def characters(message: ChatMessage) -> int:
    """Return the characters of a message: text, reasoning, and its calls' arguments."""
    parts = message.content if isinstance(message.content, list) else []
    reasoning = sum(len(p.reasoning) for p in parts if isinstance(p, ContentReasoning))
    calls = message.tool_calls or [] if isinstance(message, ChatMessageAssistant) else []
    arguments = sum(len(c.function) + len(json.dumps(c.arguments)) for c in calls)
    return len(message.text) + reasoning + arguments


def tools_of(sample: EvalSample) -> int:
    """Return the characters of the tools that the first turn was given; 0 if not recorded."""
    turns = (e for e in sample.events if isinstance(e, ModelEvent) and e.tools)
    first = next(turns, None)
    return sum(len(tool.model_dump_json(exclude_none=True)) for tool in first.tools) if first else 0


def reader_tokens(sample: EvalSample) -> float:
    awareness = sample_prompt(sample, awareness=True).size
    try:
        statements = sample_prompt(sample).size
    except OdcvError:  # an imported run, of which only the awareness can be read
        statements = 0
    return (2 * statements + awareness) / CHARACTERS


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("name logs or folders of logs")
    main(sys.argv[1:])
