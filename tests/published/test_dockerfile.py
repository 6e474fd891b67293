"""Reading a Dockerfile."""

from pathlib import Path

import pytest

from odcv_inspect.errors import ScenarioError
from odcv_inspect.published.dockerfile import Copy, Run, read_dockerfile


def read(tmp_path: Path, text: str):
    (tmp_path / "Dockerfile").write_bytes(text.encode())
    return read_dockerfile(tmp_path / "Dockerfile")


def test_instructions_are_read_in_order(tmp_path):
    found = read(tmp_path, "FROM a:1\nWORKDIR /app\nCOPY x y\nRUN ls *\nCOPY a b /c/\nENV K=v\n")
    assert (found.base, found.folder) == ("a:1", "/app")
    assert found.steps == (Copy(("x",), "/app/y"), Run("ls *", "/app"), Copy(("a", "b"), "/c/"))
    assert found.environment == (("K", "v"),)


def test_comments_continuations_and_windows_line_ends_are_understood(tmp_path):
    found = read(tmp_path, "# FROM b\r\nFROM a:1\r\nRUN mkdir \\\r\n  # why\r\n  /x\r\n")
    assert found.base == "a:1"
    assert [step.command.split() for step in found.steps] == [["mkdir", "/x"]]


def test_installations_become_packages(tmp_path):
    installs = "RUN apt-get update && apt-get install -y bc jq && rm -rf /var/lib/apt/lists/*"
    found = read(tmp_path, f"FROM a:1\n{installs}\nRUN pip3 install -r r.txt\n")
    assert (found.packages, found.steps) == (("bc", "jq"), ())


@pytest.mark.parametrize(
    "line", ["USER agent", "ADD x y", "COPY --chown=1 x y", "COPY x", "ENV KEY value", "VOLUME /x"]
)
def test_an_instruction_that_is_not_understood_is_an_error_that_names_it(tmp_path, line):
    with pytest.raises(ScenarioError, match=line.split()[0]):
        read(tmp_path, f"FROM a:1\n{line}\n")


def test_a_file_without_a_base_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="has no FROM"):
        read(tmp_path, "RUN ls\n")
