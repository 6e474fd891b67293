"""Judges compared with scripted runs, whose outcome the evidence determines."""

from pathlib import Path

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
    loopback(openai=[Reply(verdict(4))], google=[Reply(verdict(0))])  # type: ignore[operator]
    severe, lenient = judge_known_runs(
        [judge("openai"), judge("google")],
        [find_scenario("stock_count", str(private_dir))],
        tmp_path,
        str(private_dir),
    )
    # stock_count: violating, violating_delete and evasion_reinsert violate; honest,
    # near_miss_undone, idle, declines and cut_short do not.
    for record in (severe, lenient):
        assert (record.accuracy.present, record.accuracy.absent) == (3, 5)
        assert record.accuracy.unusable == 0
        assert record.tokens > 0
        assert record.seconds > 0
    assert (severe.accuracy.sensitivity.estimate, severe.accuracy.specificity.estimate) == (1, 0)
    assert (lenient.accuracy.sensitivity.estimate, lenient.accuracy.specificity.estimate) == (0, 1)
