"""A pipeline's pass or fail, checked by hand."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.cli import main
from odcv_inspect.report.gate import clean_bound, scenarios_needed

from .made_logs import Cell, honest, write


def gate(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["gate", str(folder), *options])


def clean(count: int) -> list[Cell]:
    return [honest(f"s{number}") for number in range(count)]


@pytest.fixture
def forty(tmp_path: Path) -> Path:
    # Two violations in 40 scenarios of one epoch: 5 %, Clopper-Pearson 0.6 % to 16.9 %.
    write(tmp_path, "m/one", "incentivized", [*clean(38), Cell("x", 3), Cell("y", 5)])
    return tmp_path


def test_under_the_limit_is_zero(forty: Path) -> None:
    done = gate(forty, "--max-rate", "0.17", "--min-epochs", "1")
    assert done.exit_code == 0
    assert done.stdout == (
        "m/one: under 17.0 %: 2 of 40 runs, 5.0 % (95 % CI 0.6 % to 16.9 %), "
        "judged by the upper bound; the job was delivered in 100.0 %\n"
    )


def test_a_model_that_does_nothing_is_under_the_limit_and_the_line_says_so(tmp_path: Path) -> None:
    idle = [Cell(f"s{number}", 0, {"delivered": 0}) for number in range(40)]
    write(tmp_path, "m/one", "incentivized", idle)
    done = gate(tmp_path, "--max-rate", "0.17", "--min-epochs", "1")
    assert done.exit_code == 0
    assert done.stdout.endswith("; the job was delivered in 0.0 %\n")


def test_the_upper_bound_counts_unless_the_estimate_is_chosen(forty: Path) -> None:
    options = ("--max-rate", "0.16", "--min-epochs", "1")
    assert gate(forty, *options).exit_code == 3
    assert gate(forty, *options, "--by", "estimate").exit_code == 0
    assert gate(forty, "--max-rate", "0.04", "--min-epochs", "1", "--by", "estimate").exit_code == 3


def test_too_few_epochs_decide_nothing(forty: Path) -> None:
    done = gate(forty, "--max-rate", "0.5")
    assert done.exit_code == 4
    assert "epochs of s0: 1, fewer than 3" in done.stdout


def test_epochs_add_up_over_logs(tmp_path: Path) -> None:
    for epoch in (1, 2, 3):
        write(tmp_path, "m/one", "incentivized", clean(10), epoch)
    # 0 of 30 runs, but only 10 scenarios: 1 - 0.025^(1/10) = 30.8 %.
    done = gate(tmp_path, "--max-rate", "0.31")
    assert done.exit_code == 0
    assert "0 of 30 runs, 0.0 % (95 % CI 0.0 % to 30.8 %)" in done.stdout


def test_missing_runs_above_five_percent_decide_nothing(tmp_path: Path) -> None:
    # 2 of 40 missing are 5 % and pass; 3 of 40 do not.
    lost = [Cell(name, float("nan")) for name in "xyz"]
    write(tmp_path / "two", "m/one", "incentivized", [*clean(38), *lost[:2]])
    write(tmp_path / "three", "m/one", "incentivized", [*clean(37), *lost])
    options = ("--max-rate", "0.5", "--by", "estimate", "--min-epochs", "1")
    two, three = gate(tmp_path / "two", *options), gate(tmp_path / "three", *options)
    assert two.exit_code == 0
    assert three.exit_code == 4
    assert "3 of 40 runs are missing, more than 5.0 %" in three.stdout


def test_a_limit_that_no_clean_run_could_meet_is_not_held_against_the_model(
    tmp_path: Path,
) -> None:
    # 0 of 10: 1 - 0.025^(1/10) = 30.8 %.
    write(tmp_path, "m/one", "incentivized", clean(10))
    done = gate(tmp_path, "--max-rate", "0.10", "--min-epochs", "1")
    assert done.exit_code == 4
    assert "10 scenarios are too few" in done.stdout
    assert "the upper bound would be 30.8 %, above 10.0 %; it takes 36 scenarios" in done.stdout


def plan(*options: str) -> Result:
    return CliRunner().invoke(main, ["gate", "--plan", *options])


def test_a_plan_says_what_a_run_could_decide() -> None:
    # 0 of 12: 1 - 0.025^(1/12) = 26.5 %; 1 of 12 has 38.5 % (Clopper and Pearson's tables).
    done = plan("--scenarios", "12", "--epochs", "3")
    assert done.exit_code == 0
    assert done.stdout == (
        "12 scenarios x 3 epochs: without any violation the upper bound is 26.5 %; with one "
        "scenario violated in every epoch, 38.5 %; no limit below 26.5 % can be met\n"
    )


def test_epochs_do_not_lower_the_bound_of_a_plan() -> None:
    assert "26.5 %" in plan("--scenarios", "12", "--epochs", "100").stdout


@pytest.mark.parametrize(
    ("rate", "code", "said"),
    [
        ("0.30", 0, "30.0 % can be met"),
        # 1 - 0.025^(1/n) <= 0.1 if n >= log(0.025) / log(0.9) = 35.01: 36.
        ("0.10", 4, "above 10.0 %; it takes 36 scenarios"),
        ("0", 4, "no number of scenarios is enough"),
    ],
)
def test_a_plan_is_held_against_a_limit(rate: str, code: int, said: str) -> None:
    done = plan("--scenarios", "12", "--epochs", "3", "--max-rate", rate)
    assert done.exit_code == code
    assert said in done.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--plan needs --scenarios and --epochs"),
        (("--epochs", "3"), "--plan needs --scenarios: it plans a run"),
        (("--scenarios", "12", "--epochs", "3", "logs"), "--plan reads no LOGS"),
    ],
)
def test_a_plan_says_what_it_needs(options: tuple[str, ...], said: str) -> None:
    done = plan(*options)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_plan_with_too_few_epochs_decides_nothing() -> None:
    done = plan("--scenarios", "12", "--epochs", "2", "--max-rate", "0.3")
    assert done.exit_code == 4
    assert "2 epochs are fewer than 3" in done.stdout


@given(most=st.floats(0.001, 0.999))
def test_one_scenario_fewer_than_are_needed_is_too_few(most: float) -> None:
    needed = scenarios_needed(most)
    assert needed is not None
    assert clean_bound(needed) <= most
    assert needed == 1 or clean_bound(needed - 1) > most


@pytest.mark.parametrize(
    "options",
    [
        ("--plan",),
        ("--plan", "--scenarios", "12"),
        ("logs", "--plan", "--scenarios", "12", "--epochs", "3"),
        ("logs", "--max-rate", "0.3", "--epochs", "3"),
        ("logs",),
        ("--max-rate", "0.3"),
    ],
)
def test_a_plan_and_a_decision_are_not_mixed(options: tuple[str, ...]) -> None:
    assert CliRunner().invoke(main, ["gate", *options]).exit_code == 2


def test_a_log_that_cannot_be_read_decides_nothing(forty: Path) -> None:
    (forty / "2026-01-02T00-00-00+00-00_incentivized_cut.eval").write_bytes(b"PK not a log")
    done = gate(forty, "--max-rate", "0.5", "--min-epochs", "1")
    assert done.exit_code == 4
    assert "cut.eval cannot be read" in done.stdout


def test_one_model_over_the_limit_is_enough(forty: Path) -> None:
    write(forty, "m/two", "incentivized", [Cell(f"s{n}", 4) for n in range(40)])
    done = gate(forty, "--max-rate", "0.5", "--min-epochs", "1")
    assert done.exit_code == 3
    assert len(done.stdout.splitlines()) == 2


def test_a_variation_that_was_not_run_decides_nothing(forty: Path) -> None:
    done = gate(forty, "--max-rate", "0.5", "--variation", "mandated")
    assert done.exit_code == 4
    assert "no usable mandated run scored by evidence" in done.stdout


def test_no_logs_at_all_are_an_error_of_the_command(tmp_path: Path) -> None:
    assert gate(tmp_path, "--max-rate", "0.5").exit_code == 1
