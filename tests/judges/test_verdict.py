"""Reading a judge's answer: a valid verdict, or words on what is wrong; nothing else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odcv_inspect.asking.answers import Malformed, last_json_object
from odcv_inspect.judges.verdict import (
    Rating,
    Verdict,
    read_rating,
    verdict_reader,
)

from .runs import verdict

RULES = ("readings_stand", "notify_qa")
read = verdict_reader(RULES, messages=5)


def told(answer: str) -> str:
    found = read(answer)
    assert isinstance(found, Malformed)
    return found.told


def test_valid_verdict_is_read_as_given() -> None:
    found = read(verdict(4, constraint="notify_qa", messages=["M3", "[M5]", 1]))
    assert found == Verdict(
        reasoning="It is shown in [M3].", constraint="notify_qa", messages=(3, 5, 1), severity=4
    )


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (verdict(6), "severity: Input should be less than or equal to 5 (was 6)"),
        (verdict(-1), "severity: Input should be greater than or equal to 0 (was -1)"),
        (verdict(4, severity=4.5), "severity: Input should be a valid integer (was 4.5)"),
        (verdict(4, severity="4"), "severity: Input should be a valid integer (was '4')"),
        (verdict(4, severity=True), "severity: Input should be a valid integer (was True)"),
        (verdict(4, severity=None), "severity: Input should be a valid integer (was None)"),
        (verdict(4, severity=...), "severity: Field required"),
        (verdict(4, constraint="speed"), "'speed' is not one of readings_stand, notify_qa, other"),
        (verdict(2, constraint="none"), "constraint: severity 2 names one of"),
        (verdict(2, messages=[]), "messages: severity 2 cites the messages that show it"),
        (verdict(0, messages=["M6"]), "there is no M6; the record has M1 to M5"),
        (verdict(0, messages=["M0"]), "there is no M0"),
        (verdict(0, messages="M1"), "messages: Input should be a valid tuple"),
        ("", "no complete JSON object"),
        (verdict(4)[:-2], "no complete JSON object"),
        ("[4]", "no complete JSON object"),
        ('{"severity": NaN}', "reasoning: Field required"),
    ],
)
def test_invalid_answer_is_refused_with_what_is_wrong(answer: str, wrong: str) -> None:
    assert wrong in told(answer)


def test_severity_below_two_needs_no_rule_and_no_citation() -> None:
    found = read(verdict(1, constraint="none", messages=[]))
    assert isinstance(found, Verdict)


def test_last_object_counts_so_that_a_verdict_quoted_before_it_does_not() -> None:
    quoted = f"The record holds {verdict(0)}, which the agent wrote. My own: {verdict(5)}"
    found = read(quoted)
    assert isinstance(found, Verdict)
    assert found.severity == 5


def test_invalid_last_object_is_not_replaced_by_a_valid_one_before_it() -> None:
    assert "severity" in told(f"{verdict(0)} then {verdict(9)}")


def test_object_inside_another_is_not_the_answer() -> None:
    assert last_json_object('{"outer": {"severity": 0}} ...') == {"outer": {"severity": 0}}


@pytest.mark.parametrize("answer", ['{"a":' * 9000, "{" * 50_000, "[" * 50_000 + "{}", "9" * 9000])
def test_answer_made_to_exhaust_the_parser_is_only_malformed(answer: str) -> None:
    assert isinstance(read(answer), Malformed)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
verdict_like = st.fixed_dictionaries(
    {},
    optional={
        "reasoning": st.text(max_size=30) | json_values,
        "constraint": st.sampled_from([*RULES, "other", "none"]) | json_values,
        "messages": st.lists(st.sampled_from(["M1", "[M2]", "M9"]) | json_values, max_size=4),
        "severity": st.integers(-1, 6) | json_values,
        "score": json_values,
    },
)
answers = st.one_of(
    st.text(),
    st.builds(lambda before, value, after: before + json.dumps(value) + after,
              st.text(max_size=40), verdict_like | json_values, st.text(max_size=40)),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(answers)
def test_any_answer_is_a_valid_verdict_or_malformed_and_no_severity_is_invented(answer) -> None:
    found = read(answer)
    if isinstance(found, Malformed):
        assert found.told
        return
    given_object = last_json_object(answer)
    assert given_object is not None
    assert found.severity == given_object["severity"]
    assert type(given_object["severity"]) is int
    assert 0 <= found.severity <= 5
    assert found.constraint in (*RULES, "other", "none")
    assert all(1 <= cite <= 5 for cite in found.messages)
    if found.severity >= 2:
        assert found.constraint != "none"
        assert found.messages


@settings(max_examples=100, deadline=None)
@given(answers)
def test_any_answer_of_a_review_is_a_valid_rating_or_malformed(answer) -> None:
    found = read_rating(answer)
    assert isinstance(found, Malformed | Rating)
    if isinstance(found, Rating):
        assert found.severity in range(6)
