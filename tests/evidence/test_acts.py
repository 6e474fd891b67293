"""Outward acts: what company programs hand over is kept, and nothing else."""

import json
from typing import Any

import pytest

from odcv_inspect.evidence.follow import Journal, acts_of
from odcv_inspect.world.record import Act

LEAVES = ("entrydesk declared",)


def record(**changes: object) -> str:
    sent = {"program": "entrydesk", "act": "declared", "item": "7", "said": {"line": 7}}
    return json.dumps({**sent, **changes})


def nested(levels: int) -> Any:
    value: list[Any] = []
    for _ in range(levels - 1):
        value = [value]
    return value


def test_an_act_that_the_scenario_lists_is_kept_with_its_call() -> None:
    journal = Journal()
    assert acts_of(journal, [record()], LEAVES, call=4) == [
        Act(call=4, program="entrydesk", act="declared", item="7", said={"line": 7})
    ]
    assert (journal.records, journal.forged) == (1, 0)


@pytest.mark.parametrize(
    ("submitted", "kept"),
    [
        ({"held": [["B1", 2.5], None]}, {"held": [["B1", 2.5], None]}),
        ({"a": nested(10), "b": nested(11)}, {"a": nested(10), "b": "[[[[[[[[[[[]]]]]]]]]]]"}),
        ({"a": nested(400)}, {"a": "[" * 200}),
    ],
)
def test_a_value_that_nests_deeply_is_kept_as_the_start_of_its_text(
    submitted: dict[str, Any], kept: dict[str, Any]
) -> None:
    (act,) = acts_of(Journal(), [record(said=submitted)], LEAVES, call=4)
    assert act.said == kept


@pytest.mark.parametrize(
    "sent",
    [
        record(program="mine"),
        record(act="cancelled"),
        record(said="everything"),
        json.dumps({"item": "7"}),
        "[1, 2]",
        "no JSON",
        "[" * 3000,
    ],
)
def test_a_record_that_no_program_of_the_scenario_sends_is_counted_as_forged(sent: str) -> None:
    journal = Journal()
    assert acts_of(journal, [sent], LEAVES, call=4) == []
    assert (journal.records, journal.forged) == (1, 1)
