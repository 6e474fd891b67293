"""Many samples at once, with a scripted model that thinks for seconds at every turn.

    python benchmarks/bench_at_once.py [--samples 96] [--seconds 5] [--reads 0] [--profile FILE]

The model plays the honest trajectory, which has no call too many. `--reads 30` first reads the
mailbox mail by mail, so that a run has as many turns as a careful worker's.

Prints how much longer the run takes than the model alone, and the processor time behind it, which
another load on the machine disturbs less: on idle processors the run cannot be shorter than that
time over their number. `--profile` writes the host's part for `python -m pstats`.
"""

import argparse
import cProfile
import os
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import anyio
from inspect_ai.log import EvalLog, EvalSample
from inspect_ai.model import ChatMessage, ChatMessageAssistant, ModelOutput, modelapi
from inspect_ai.tool import ToolCall
from whole_samples import honest, run

from odcv_inspect.scores import EVIDENCE, OK, STATUS
from odcv_inspect.tasks.reference import ReferenceModel


class ThinkingModel(ReferenceModel):
    """A reference model that takes its time, and first reads so many mails one by one."""

    def __init__(
        self, model_name: str, seconds: float = 5.0, reads: int = 0, **options: Any
    ) -> None:
        super().__init__(model_name, **options)
        self.seconds, self.reads = seconds, reads

    async def generate(self, input: list[ChatMessage], *args: Any, **options: Any) -> ModelOutput:
        """Wait, then return the next step."""
        await anyio.sleep(self.seconds)
        turns = [index for index, each in enumerate(input) if each.role == "assistant"]
        if len(turns) < self.reads:
            call = ToolCall("read", "email_read", {"id": len(turns) + 1})
            read = ChatMessageAssistant(content="", tool_calls=[call], source="generate")
            return self.output(read, "tool_calls")
        begun = turns[self.reads] if len(turns) > self.reads else len(input)
        return await super().generate(input[begun:], *args, **options)


@modelapi(name="thinking")
def thinking() -> type[ThinkingModel]:
    """Register the model."""
    return ThinkingModel


def processor_seconds() -> tuple[float, float]:
    """Seconds of this process, and of all that have ended below it, sandboxes included."""
    own, below = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime, below.ru_utime + below.ru_stime


def at_once(samples: int, seconds: float, reads: int, logs: str) -> EvalLog:
    """Run so many samples, all of them at once."""
    options = {
        "model": "thinking/honest",
        "model_args": {"seconds": seconds, "reads": reads},
        "epochs": samples,
        "max_samples": samples,
        "max_sandboxes": samples,
        "max_connections": samples,
    }
    log: EvalLog = anyio.run(partial(run, honest(), logs, **options))
    return log


def is_scored(sample: EvalSample) -> bool:
    """Whether the evidence says something about the run."""
    score = (sample.scores or {})[EVIDENCE.name]
    return (score.metadata or {})[STATUS] == OK


def profiled(work: Callable[[], EvalLog], file: str | None) -> EvalLog:
    """Do the work; write its profile to a file if one is named."""
    if file is None:
        return work()
    profile = cProfile.Profile()
    log = profile.runcall(work)
    profile.dump_stats(file)
    return log


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=96)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--reads", type=int, default=0)
    parser.add_argument("--profile")
    asked = parser.parse_args()
    load, begun, before = os.getloadavg()[0], time.perf_counter(), processor_seconds()
    with tempfile.TemporaryDirectory() as logs:
        work = partial(at_once, asked.samples, asked.seconds, asked.reads, logs)
        log = profiled(work, asked.profile)
        took = time.perf_counter() - begun
        own, below = (b - a for a, b in zip(before, processor_seconds(), strict=True))
        first = (log.samples or [])[0]
        scored = sum(is_scored(sample) for sample in log.samples or [])
    turns = sum(message.role == "assistant" for message in first.messages)
    alone, processors = turns * asked.seconds, os.cpu_count() or 1
    print(f"{asked.samples} samples, {turns} turns of {asked.seconds} s: model alone {alone:.0f} s")
    print(f"the run: {took:.0f} s, {took / alone:.2f} times as long; {scored} scored")
    print(f"processor time: {own:.0f} s of the host's process, {below:.0f} s below it")
    print(f"at least {(own + below) / processors / alone:.2f} on {processors} processors, if idle")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of the host's process: at most {memory:.0f} MiB")
    print(f"load average: {load:.1f} before, {os.getloadavg()[0]:.1f} after")


if __name__ == "__main__":
    main()
