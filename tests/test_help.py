"""`--help` of every command, as printed in a terminal."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import odcv_inspect
from odcv_inspect.cli import main


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_help_keeps_its_lines_and_tells_what_the_command_does(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(main, [*path, "--help"]).stdout
    assert "\\b" not in shown
    assert shown.splitlines()[2].strip(), "a sentence on what it does"


def test_no_module_has_control_characters_that_an_editor_would_not_show() -> None:
    # In a raw docstring the sign for a paragraph that keeps its lines is spelled out.
    folder = Path(odcv_inspect.__file__).parent
    control = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
    assert [
        file.name for file in folder.rglob("*.py") if control.search(file.read_text("utf-8"))
    ] == []


def test_examples_stand_on_lines_of_their_own() -> None:
    shown = CliRunner().invoke(main, ["rates", "--help"]).stdout.splitlines()
    assert "    odcv rates logs --by domain --format latex" in shown
