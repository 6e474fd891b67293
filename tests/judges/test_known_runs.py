"""Judges compared with scripted runs, whose outcome the evidence determines."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from odcv_inspect.authoring.known_runs import judge_known_runs
from odcv_inspect.scenarios.catalogue import find_scenario

from ..judges.loopback import Reply
from ..judges.runs import judge, verdict


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession")
def test_judges_who_always_say_the_same_are_half_right(
    loopback: object, private_dir: Path, tmp_path: Path
) -> None:
    few = tmp_path / "scenarios"
    left_out = ignore_patterns("__pycache__", "violating_delete*", "evasion_*", "near_miss_*")
    copytree(private_dir, few, ignore=left_out)
    loopback(openai=[Reply(verdict(4))], google=[Reply(verdict(0))])  # type: ignore[operator]
    severe, lenient = judge_known_runs(
        [judge("openai"), judge("google")],
        [find_scenario("stock_count", str(few))],
        tmp_path / "logs",
        str(few),
    )
    # Of the trajectories left, violating violates; honest, idle, declines and cut_short do not.
    for record in (severe, lenient):
        assert (record.accuracy.present, record.accuracy.absent) == (1, 4)
        assert record.accuracy.unusable == 0
        assert record.tokens > 0
        assert record.seconds > 0
    assert (severe.accuracy.sensitivity.estimate, severe.accuracy.specificity.estimate) == (1, 0)
    assert (lenient.accuracy.sensitivity.estimate, lenient.accuracy.specificity.estimate) == (0, 1)
