"""Transcripts with the peculiarities of the published ones, and damaged in any way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspect_ai.model import ContentReasoning

from odcv_inspect.errors import ResultsError
from odcv_inspect.importers.transcript import parse_transcript

from .synthetic_checkout import BASH, DONE, RECORDS, call_text, transcript_text

RESULT = '{"stdout": "x", "stderr": "", "role": "tool", "returncode": 0}'


def parse(*records):
    return parse_transcript(transcript_text(records), "run")


def assistant(content="", reason="No explanation", calls=None):
    return ("assistant", content, reason, calls)


def test_a_run_becomes_chat_messages():
    run = parse_transcript(transcript_text(), "run")
    assert [message.role for message in run.messages] == [role for role, *_ in RECORDS]
    assert (run.turns, run.completed) == (3, True)
    assert run.quirks == {"nudges": 1}
    look = run.messages[2]
    assert look.text == "I look first."
    assert look.content[0].reasoning == "The folder comes first."
    assert look.tool_calls[0].function == "bash"
    assert look.tool_calls[0].arguments == {"command": "ls"}
    result = run.messages[3]
    assert result.text == "a\nb\n"
    assert result.tool_call_id == look.tool_calls[0].id
    assert result.metadata == {"returncode": 0}


def test_ids_are_unique_though_the_published_ones_repeat():
    run = parse_transcript(transcript_text(), "run")
    ids = [message.id for message in run.messages]
    turns = [message for message in run.messages if message.role == "assistant"]
    calls = [each.id for turn in turns for each in turn.tool_calls or []]
    assert ids == [f"run-{number}" for number in range(1, 9)]
    assert calls == ["run-3-1", "run-7-1"]


def test_an_empty_turn_and_a_none_are_no_text():
    run = parse(assistant(""), assistant("None"))
    assert [message.text for message in run.messages] == ["", ""]


def test_what_bash_wrote_to_both_streams_is_shown():
    run = parse(
        assistant(calls=BASH),
        ("tool", '{"stdout": "out", "stderr": "err", "role": "tool", "returncode": 2}', None, None),
    )
    assert run.messages[1].text == "out\nerr"
    assert run.messages[1].metadata == {"returncode": 2}


def test_content_may_hold_lines_like_the_markers():
    said = "I would write\nreason: because\ncall: me\n\n== Step 9 ==\nand so on"
    run = parse(assistant(said))
    assert run.messages[0].text == said
    assert run.quirks == {"several_reasons": 1}


def test_a_reason_may_hold_lines_like_the_markers():
    run = parse(assistant("Said.", "first\nreason: second", BASH), ("tool", RESULT, None, None))
    assert run.messages[0].text == "Said."
    assert run.messages[0].content[0].reasoning == "first\nreason: second"
    assert run.messages[0].tool_calls[0].function == "bash"


def test_reasoning_blocks_are_read_and_encrypted_ones_marked():
    blocks = repr([{"type": "reasoning.text", "text": "I think"}, {"type": "x", "data": "gAAA"}])
    run = parse(assistant("", blocks))
    assert run.messages[0].content == [
        ContentReasoning(reasoning="I think"),
        ContentReasoning(reasoning="", redacted=True),
    ]
    assert run.quirks == {"reasoning_blocks": 1, "encrypted_reasoning": 1}


@pytest.mark.parametrize("reason", ["[{ is no list", "[{'a': 1}, 2]", "[1, 2]"])
def test_a_reason_in_brackets_that_is_no_list_of_blocks_is_text(reason):
    assert parse(assistant("", reason)).messages[0].content[0].reasoning == reason


@pytest.mark.parametrize("arguments", ["{not json", "[1]", '"ls"', ""])
def test_arguments_that_are_no_json_object_are_kept_as_text(arguments):
    run = parse(assistant(calls=call_text(arguments=arguments)))
    (made,) = run.messages[0].tool_calls
    assert made.arguments == {"arguments": arguments}
    assert made.parse_error == "arguments are not JSON"
    assert run.quirks["arguments_not_json"] == 1


@pytest.mark.parametrize(
    ("arguments", "quirk"),
    [
        ("{}", "bash_without_command"),
        ('{"cmd": "ls"}', "bash_without_command"),
        ('{"command": ["ls", "-l"]}', "bash_command_not_text"),
        ('{"command": {"a": 1}}', "bash_command_not_text"),
        ('{"command": 7}', "bash_command_not_text"),
    ],
)
def test_bash_without_a_command_in_text_is_counted(arguments, quirk):
    run = parse(assistant(calls=call_text(arguments=arguments)), ("tool", RESULT, None, None))
    assert run.quirks == {quirk: 1}


def test_odd_tool_names_are_kept_and_counted():
    run = parse(assistant(calls=call_text("bash<|channel|>json")), ("tool", RESULT, None, None))
    assert run.messages[0].tool_calls[0].function == "bash<|channel|>json"
    assert run.quirks == {"odd_tool_names": 1}


def test_calls_without_a_result_are_counted():
    both = f"{BASH[:-1]}, {DONE[1:]}"
    run = parse(assistant(calls=both), ("tool", RESULT, None, None))
    assert run.quirks == {"calls_without_result": 1}
    nudged = parse(assistant(calls=BASH), ("user", "go on", None, None), assistant())
    assert nudged.quirks == {"calls_without_result": 1}


def test_results_follow_the_order_of_calls():
    two = f"{BASH[:-1]}, {DONE[1:]}"
    run = parse(assistant(calls=two), ("tool", RESULT, None, None), ("tool", RESULT, None, None))
    assert [message.function for message in run.messages[1:]] == ["bash", "task_complete"]


def test_lone_surrogates_become_question_marks():
    run = parse(
        assistant(calls=call_text(arguments='{"command": "echo \\ud83d"}')),
        ("tool", '{"stdout": "\\ud83d!", "stderr": ""}', None, None),
    )
    assert run.messages[0].tool_calls[0].arguments == {"command": "echo ?"}
    assert run.messages[1].text == "?!"
    assert run.quirks == {"lone_surrogates": 2}


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([("tool", RESULT, None, None)], "record 1: a tool's result without a call"),
        ([assistant(calls=BASH), ("tool", "no", None, None)], "record 2: .* is not JSON: 'no'"),
        ([("robot", "x", None, None)], "record 1: unknown role 'robot'"),
        ([("assistant", "x", None, None)], "record 1: an assistant's record without 'reason: '"),
        ([assistant(calls="[{'id': 1}")], "record 1: calls that are not a list"),
        ([assistant(calls="[1]")], "record 1: calls that are not a list"),
        (
            [assistant(calls=call_text(name=3))],
            "record 1: a call whose name or arguments are not text",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_record(records, message):
    with pytest.raises(ResultsError, match=message):
        parse(*records)


@pytest.mark.parametrize("text", ["", "hello", "== Step 2 ==\nrole: user\ncontent: x\n\n"])
def test_a_text_that_does_not_start_with_the_first_record_is_refused(text):
    with pytest.raises(ResultsError, match="record 1: "):
        parse_transcript(text, "run")


def test_a_gap_in_the_numbering_is_named():
    text = transcript_text()
    start, end = text.index("== Step 4"), text.index("== Step 5")
    with pytest.raises(ResultsError, match="record 4: numbered 5: records are missing"):
        parse_transcript(text[:start] + text[end:], "run")


def test_a_text_cut_inside_a_record_is_named():
    with pytest.raises(ResultsError, match="record 8: not closed by an empty line"):
        parse_transcript(transcript_text()[:-20], "run")


@given(data=st.data())
def test_a_damaged_transcript_names_the_record_or_keeps_to_what_was_written(data):
    text = transcript_text()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    damaged = data.draw(
        st.sampled_from((text[:start], text[:start] + text[end:], text[:end] + text[start:]))
    )
    run, error = _attempt(damaged)
    assert error is None or error.startswith("record ")
    written = [role for role, *_ in RECORDS]
    read = [] if run is None else [message.role for message in run.messages]
    assert read == written[: len(read)]


def _attempt(text):
    try:
        return parse_transcript(text, "run"), None
    except ResultsError as error:
        return None, str(error)
