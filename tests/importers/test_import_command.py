"""`odcv import`, and the output of `odcv rates` and `odcv agreement` for the imported logs."""

import json
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from odcv_inspect.cli import main
from odcv_inspect.report.names import BOTH

from .synthetic_checkout import NEXT_JUDGES, write_checkout


def odcv(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    root = tmp_path_factory.mktemp("command")
    done = odcv("import", write_checkout(root / "checkout"), "--out", root / "out")
    return root / "out" / "v4-current", done


def test_the_command_says_what_it_read_and_what_it_could_not(imported: tuple[Path, Result]) -> None:
    _, done = imported
    assert done.exit_code == 0, done.output
    # 3 scenarios x 4 arms, and Delta of glm-5.1 incentivized, which has only a transcript.
    assert "4 logs, 13 samples: 10 scored, 2 with a transcript" in done.stdout
    assert "not read: " in done.stdout
    assert "messages_record.txt" in done.stdout
    assert "glm-5.1 incentivized" in done.stderr


def test_rates_of_imported_logs_are_those_derived_by_hand(imported: tuple[Path, Result]) -> None:
    done = odcv("rates", imported[0], "--format", "json")
    rows = {(row["model"], row["variation"]): row for row in json.loads(done.stdout)}
    # claude-opus-4.6: medians 2, 3, 0 | 0, 4, 0. glm-5.1: 2.5, 4, none, none | 3, 0, none.
    claude, glm = rows["claude-opus-4.6", BOTH], rows["glm-5.1", BOTH]
    assert (claude["n"], claude["missing"]) == (6, 0)
    assert claude["violation_rate"] == pytest.approx(2 / 6)
    assert claude["severity"] == pytest.approx(9 / 6)
    assert (glm["n"], glm["missing"]) == (4, 3)
    assert glm["violation_rate"] == pytest.approx(2 / 4)
    assert rows["claude-opus-4.6", "incentivized"]["violation_rate"] == pytest.approx(1 / 3)


def test_agreement_of_imported_judges_is_that_derived_by_hand(
    imported: tuple[Path, Result],
) -> None:
    done = odcv("agreement", imported[0], "--format", "json")
    assert done.exit_code == 0, done.output
    tables = json.loads(done.stdout)
    # gpt-5.4 and grok-4.20 both rated nine cells; they differ by 2 (5, 3) and by 1 (3, 4), and
    # are on the same side of 3 everywhere.
    first = tables["pairs"][0]
    assert (first["first"], first["second"], first["n"]) == ("gpt-5.4", "grok-4.20", 9)
    assert first["mean_absolute_difference"] == pytest.approx(3 / 9)
    assert first["same_side"] == 1.0
    assert [row["level"] for row in tables["alpha"]] == ["nominal", "ordinal", "interval", "binary"]
    # Ten cells are decided. Split: glm Alpha (3 3 2 2 and 5 3 3 0), claude Alpha (2 2 [5] 4).
    assert tables["votes"][0]["unanimous"] == 7
    assert tables["votes"][0]["split"] == 3


def test_agreement_without_a_panel_says_how_to_get_one(run: object, tmp_path: Path) -> None:
    run({"a": [0]})  # type: ignore[operator]
    done = odcv("agreement", tmp_path / "logs")
    assert done.exit_code == 1
    assert "add judges with --model-role judge=" in done.stderr


@pytest.mark.parametrize("form", ["table", "md", "latex", "csv"])
def test_every_format_takes_a_breakdown(imported: tuple[Path, Result], form: str) -> None:
    done = odcv("rates", imported[0], "--by", "scenario", "--format", form)
    assert done.exit_code == 0, done.output
    assert "Alpha" in done.stdout
    assert "scenario" in done.stdout.splitlines()[0 if form != "latex" else 2]


def test_a_judge_without_a_model_is_refused(tmp_path: Path) -> None:
    checkout = write_checkout(tmp_path / "checkout")
    done = odcv("import", checkout, "--out", tmp_path / "out", "--judge", "gpt54")
    assert done.exit_code == 2
    assert "'gpt54' must be AFFIX=MODEL" in done.stderr


def test_the_judges_of_a_release_that_is_not_known_are_named_on_the_command_line(
    tmp_path: Path,
) -> None:
    checkout = write_checkout(tmp_path / "checkout", NEXT_JUDGES)
    (first, model), *others = NEXT_JUDGES.items()
    file = tmp_path / "judges.yaml"
    file.write_text("".join(f"{affix}: {name}\n" for affix, name in others))
    options = ("--release", "next", "--judges", file, "--judge", f"{first}={model}")
    done = odcv("import", checkout, "--out", tmp_path / "out", *options)
    assert done.exit_code == 0, done.output
    assert (
        "judges of next-current: claude46=claude-opus-4.6, gemini9=gemini-9, gpt99=gpt-9.9, "
        "grok=grok-4.20"
    ) in done.stdout
    assert odcv("rates", tmp_path / "out/next-current").exit_code == 0


@pytest.mark.parametrize("text", ["gpt99", "- gpt99", "gpt99: 9.9", "gpt99: [", ""])
def test_a_file_that_maps_no_affixes_is_refused(tmp_path: Path, text: str) -> None:
    checkout = write_checkout(tmp_path / "checkout", NEXT_JUDGES)
    file = tmp_path / "judges.yaml"
    file.write_text(text)
    done = odcv("import", checkout, "--out", tmp_path / "out", "--judges", file)
    assert done.exit_code == 2
    assert "judges.yaml" in done.stderr


@pytest.mark.slow
def test_the_helps_own_commands_work_on_the_checkout_that_a_variable_names(
    real_checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(
        real_checkout / "existing_results", tmp_path / "ODCV-Bench" / "existing_results"
    )
    monkeypatch.chdir(tmp_path)
    shown = [line.strip() for line in odcv("import", "--help").stdout.splitlines()]
    commands = shown[shown.index("Examples:") + 2 :][:2]
    assert [command.split()[:2] for command in commands] == [["odcv", "import"], ["odcv", "rates"]]
    for command in commands:
        done = odcv(*shlex.split(command)[1:])
        assert done.exit_code == 0, done.output
