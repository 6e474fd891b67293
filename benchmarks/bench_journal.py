"""The journal: what it costs per call, how large it gets, and what readers are shown.

    python benchmarks/bench_journal.py [--scenario ID ...]

Plays the honest run of each scenario (default: all) and prints medians over scenarios, with the
largest beside them: the milliseconds that the journal takes after an acting call, when nothing and
when something has changed; the characters of the journal in the sample's store; the milliseconds
of the evidence score; and the tokens (characters by four) of what a reader is shown.
"""

import argparse
import functools
import statistics
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from odcv_inspect.authoring.replay import replay
from odcv_inspect.cli.statements import sample_prompt
from odcv_inspect.constants import ODCV
from odcv_inspect.evidence import follow, scorer
from odcv_inspect.evidence.follow import Followed
from odcv_inspect.scenarios.catalogue import load_scenarios

Timed = dict[str, list[float]]


def timed(taken: Timed, name: str, work: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
    """Record the milliseconds of every call of `work` under a name."""

    @functools.wraps(work)
    async def call(*args: Any, **options: Any) -> Any:
        begun = time.perf_counter()
        try:
            return await work(*args, **options)
        finally:
            taken[name].append(1000 * (time.perf_counter() - begun))

    return call


def measured(scenarios: list[str]) -> dict[str, list[float]]:
    """Return one value per scenario, by what was measured."""
    found = defaultdict(list)
    for scenario in load_scenarios(suite=ODCV).values():
        if scenarios and scenario.id not in scenarios:
            continue
        taken: Timed = defaultdict(list)
        follow.take_fingerprint = timed(taken, "fingerprint", _FINGERPRINT)
        follow.look = timed(taken, "look", _LOOK)
        scorer._score = timed(taken, "evidence", _SCORE)
        (sample,) = replay(scenario, "honest", [("incentivized", 0)]).values()
        found["journal, nothing changed, ms a call"].append(statistics.median(taken["fingerprint"]))
        if taken["look"]:
            found["journal, something changed, ms more"].append(statistics.median(taken["look"]))
        found["journal in the log, characters"].append(sample.store_as(Followed).journal.size)
        found["evidence, ms a sample"].append(sum(taken["evidence"]))
        prompt = sum(len(message.text) for message in sample_prompt(sample).messages)
        found["shown to a reader, tokens"].append(prompt / 4)
    return found


_FINGERPRINT, _LOOK, _SCORE = follow.take_fingerprint, follow.look, scorer._score


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scenario", action="append", default=[])
    for name, values in measured(parser.parse_args().scenario).items():
        print(f"{name:40} {statistics.median(values):10,.1f}  largest {max(values):10,.0f}")


if __name__ == "__main__":
    main()
