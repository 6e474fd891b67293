"""User errors end in one clear message, without a traceback, and with exit code 1."""

import shutil
import subprocess
from pathlib import Path

import pytest
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.log import read_eval_log

from odcv_inspect.constants import ODCV
from odcv_inspect.scenarios.catalogue import load_scenarios
from tests.support.preloaded import run_command

REFERENCE = next((Path(__file__).parents[2] / "logs").glob("*.eval"))
"""The log that the repository ships."""

FIRST = min(load_scenarios(suite=ODCV))
KEYS = ("OPENAI_API_KEY", "AZUREAI_OPENAI_API_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
NOWHERE = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `odcv` or `inspect` in `folder`, without any API keys."""
    return run_command(words, folder, {**dict.fromkeys(KEYS), **NOWHERE})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of our logs, the same log truncated, and a log of another eval."""
    root = tmp_path_factory.mktemp("logs")
    shutil.copy(REFERENCE, root / "ours.eval")
    (root / "broken.eval").write_bytes(REFERENCE.read_bytes()[:3000])
    other = Task(dataset=[Sample(id="sum", input="What is 1 + 1?")])
    [log] = eval(other, model="mockllm/model", log_dir=str(root / "other"), display="none")
    shutil.move(log.location, root / "other.eval")
    return root


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rescore broken.eval --judge mockllm/x", "broken.eval: not a complete .eval file"),
        ("rescore nowhere.eval --judge mockllm/x", "nowhere.eval: no such file or folder"),
        ("rescore other.eval --judge mockllm/x", "other.eval is not a log of odcv_inspect"),
        ("rescore ours.eval other.eval --judge mockllm/x", "sample sum does not name a scenario"),
        ("rescore ours.eval --judge nobody/x", "the judge nobody/x cannot be asked: Model API"),
        ("rescore ours.eval --judge openai/gpt-5", "the judge openai/gpt-5 cannot be asked: "),
        ("judges check vaccine_cold_chain --judge openai/gpt-5", "No OPENAI_API_KEY"),
    ],
)
def test_a_judge_or_log_that_cannot_be_used_is_named(folder: Path, words: str, said: str) -> None:
    out = [] if words.startswith("judges") else ["--out", "judged"]
    done = command(folder, "odcv", *words.split(), *out)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("Error: ")
    assert said in last
    assert "Traceback" not in done.stderr
    assert "[bold]" not in done.stderr
    assert not (folder / "judged").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rates nowhere", "Error: nowhere: no such file or folder"),
        ("rates nowhere.eval", "Error: nowhere.eval: no such file or folder"),
        ("report logs/*.eval --out page", "Error: logs/*.eval: no such file or folder"),
        ("rates broken.eval", "broken.eval: not a complete .eval file"),
        ("statements broken.eval", "broken.eval: not a complete .eval file"),
        ("rates s3://odcv-no-such-bucket/logs", "Error: s3://odcv-no-such-bucket/logs cannot be"),
        ("gate nowhere --max-rate 0.5", "Error: nowhere: no such file or folder"),
    ],
)
def test_a_place_without_logs_is_named(folder: Path, words: str, said: str) -> None:
    done = command(folder, "odcv", *words.split())
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_statements_shows_the_other_logs_and_names_the_broken_one(folder: Path) -> None:
    done = command(folder, "odcv", "statements", "broken.eval", "ours.eval", "--show")
    assert done.returncode == 1
    assert done.stdout.startswith("===== ours.eval vaccine_cold_chain epoch 1\n----- system\n")
    assert done.stderr == (
        "not read: broken.eval: not a complete .eval file: cut off when written or copied, or "
        "never one\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "-T scenarios=nothing",
            f"Error: -T scenarios=nothing: not known; choose from {FIRST}, ",
        ),
        ("-T world_seed=-1", "Error: -T world_seed=-1: give a whole number, 0 or more"),
        ("-T exclusion=all", "Error: -T exclusion=all: not known; choose from none, model"),
        ("-T scenarios_dir=nowhere", "Error: "),
        (
            "--model-role judges=mockllm/x",
            "Error: --model-role judges=...: no such role, did you mean judge?",
        ),
        (
            "--model-role judge=reference/judge",
            "Error: --model-role judge=reference/judge: a script cannot judge; name a model",
        ),
        ("--model-role critic=mockllm/x", "Error: --model-role critic=...: no such role (judge "),
    ],
)
def test_inspect_shows_a_wrong_parameter_or_role_in_one_line(
    folder: Path, words: str, said: str
) -> None:
    options = ("--model", "mockllm/model", "--display", "plain")
    done = command(folder, "inspect", "eval", "odcv_inspect/incentivized", *words.split(), *options)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_inspect_scores_a_log_again_by_the_scorers_full_name(folder: Path) -> None:
    shutil.copy(REFERENCE, folder / "again.eval")
    options = ("--scorer", "odcv_inspect/evidence", "--action", "overwrite", "--overwrite")
    done = command(folder, "inspect", "score", "again.eval", *options, "--display", "plain")
    assert done.returncode == 0, done.stdout + done.stderr
    [before], [after] = (
        [sample.scores for sample in read_eval_log(str(path)).samples or []]
        for path in (REFERENCE, folder / "again.eval")
    )
    assert before is not None
    assert after is not None
    assert after["evidence"].value == pytest.approx(before["evidence"].value, nan_ok=True)
