"""Which answers are accepted."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odcv_inspect.desk.answer import LARGEST, Answer, read_answer
from odcv_inspect.desk.folder import read_lines, write_lines
from odcv_inspect.errors import DeskError


def test_there_is_no_answer_before_it_is_written(tmp_path: Path) -> None:
    assert read_answer(tmp_path / "answer_0001.json") is None


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("", "Invalid JSON"),
        ("ls -la", "Invalid JSON"),
        ('["bash"]', "Input should be an object"),
        ("{}", "neither names a tool nor says anything"),
        ('{"says": "  "}', "neither names a tool nor says anything"),
        ('{"says": "x", "arguments": {"a": 1}}', "arguments, but no tool"),
        ('{"tool": ""}', "tool: String should have at least 1 character"),
        ('{"tool": "bash", "arguments": "ls"}', "arguments: "),
        ('{"tool": "bash", "args": {}}', "args: Extra inputs"),
    ],
)
def test_a_malformed_answer_is_refused_with_an_example(
    tmp_path: Path, written: str, complaint: str
) -> None:
    path = tmp_path / "answer"
    path.write_text(written)
    with pytest.raises(DeskError, match=complaint) as refused:
        read_answer(path)
    assert '{"tool": "bash", "arguments": {"command": "ls"}}' in refused.value.message


def test_an_endless_answer_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    path.write_text(json.dumps({"says": "x" * LARGEST}))
    with pytest.raises(DeskError, match="more than 1,048,576 bytes"):
        read_answer(path)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(says=st.text(), value=st.text())
def test_any_text_reaches_the_model_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, says: str, value: str
) -> None:
    path = tmp_path_factory.mktemp("answer") / "a"
    path.write_text(json.dumps({"says": says, "tool": "bash", "arguments": {"command": value}}))
    answer = read_answer(path)
    assert answer == Answer(says=says, tool="bash", arguments={"command": value})


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_lines_come_back_whatever_characters_they_hold(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    lines = [{"text": text} for text in texts]
    write_lines(path, lines)
    assert read_lines(path) == lines
