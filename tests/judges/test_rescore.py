"""Old logs, a new panel."""

from collections.abc import Callable
from math import isnan
from pathlib import Path

import pytest
from inspect_ai.log import read_eval_log, write_eval_log
from inspect_ai.model import Model

from odcv_inspect.errors import ResultsError
from odcv_inspect.importers.eval_log import Run, build_log
from odcv_inspect.importers.score_table import Arm, Cell
from odcv_inspect.importers.transcript import parse_transcript
from odcv_inspect.judges.panel import panel
from odcv_inspect.judges.rescore import rescore

from .loopback import Loopback, Reply
from .runs import by_sample, judge, metrics, run, verdict

pytestmark = pytest.mark.filterwarnings("ignore:The model .* is deprecated")

Start = Callable[..., Loopback]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECT_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def judged(loopback: Start, tmp_path: Path) -> tuple[Path, Loopback]:
    """A log in which OpenAI's judge gave 0 to both samples; Anthropic's would give 4 and 2."""
    server = loopback(openai=[Reply(verdict(0))], anthropic=by_sample({"a": 4, "b": 2}))
    log = run(panel(), [judge("openai")], names=("a", "b"), log_dir=str(tmp_path / "old"))
    return Path(log.location), server


def severities(log: Path, name: str = "panel") -> dict[str, float]:
    samples = read_eval_log(str(log)).samples
    return {sample.id: sample.scores[name].value["severity"] for sample in samples}


def other() -> list[Model]:
    return [judge("anthropic")]


def test_new_panel_takes_the_name_and_the_old_one_is_kept_beside(judged, tmp_path: Path) -> None:
    old, _ = judged
    [new] = rescore([old], tmp_path / "new", other())
    assert severities(new) == {"a": 4, "b": 2}
    assert severities(new, "panel_before") == {"a": 0, "b": 0}
    log = read_eval_log(str(new))
    assert metrics(log)["violation_rate"] == 0.5
    assert metrics(log, "panel_before")["violation_rate"] == 0
    assert {scorer.name for scorer in log.eval.scorers} == {"panel", "panel_before"}
    assert "anthropic" in log.samples[0].scores["panel"].metadata["panel_id"]


def test_old_panel_goes_where_that_is_wanted(judged, tmp_path: Path) -> None:
    old, _ = judged
    [new] = rescore([old], tmp_path / "new", other(), keep_old=False)
    [first, _] = read_eval_log(str(new)).samples
    assert set(first.scores) == {"panel"}
    assert metrics(read_eval_log(str(new)))["violation_rate"] == 0.5


def test_old_log_is_not_touched(judged, tmp_path: Path) -> None:
    old, _ = judged
    before = old.read_bytes()
    rescore([old], tmp_path / "new", other())
    assert old.read_bytes() == before


def test_interrupted_rescoring_goes_on_without_asking_twice(judged, tmp_path: Path) -> None:
    old, server = judged
    [new] = rescore([old], tmp_path / "new", other())
    assert len(server.asked["anthropic"]) == 2
    whole = new.read_bytes()
    assert rescore([old], tmp_path / "new", other()) == [new]
    assert new.read_bytes() == whole
    new.rename(new.with_name(f".unfinished-1-{new.name}"))  # killed while it wrote
    rescore([old], tmp_path / "new", other())
    assert severities(new) == {"a": 4, "b": 2}
    assert len(server.asked["anthropic"]) == 2


def test_folder_of_another_panel_is_refused(judged, tmp_path: Path) -> None:
    old, _ = judged
    rescore([old], tmp_path / "new", other())
    with pytest.raises(ResultsError, match="name another folder"):
        rescore([old], tmp_path / "new", other(), judge_sees="actions")


def test_a_broken_file_of_the_same_name_is_not_overwritten(judged, tmp_path: Path) -> None:
    old, _ = judged
    theirs = tmp_path / "new" / old.name
    theirs.parent.mkdir()
    theirs.write_bytes(old.read_bytes()[:100])
    with pytest.raises(ResultsError, match="cannot be read as a log"):
        rescore([old], tmp_path / "new", other())
    assert len(theirs.read_bytes()) == 100


def test_two_logs_of_one_name_are_refused(judged, tmp_path: Path) -> None:
    old, _ = judged
    with pytest.raises(ResultsError, match="two logs are named"):
        rescore([old, tmp_path / old.name], tmp_path / "new", other())


PUBLISHED = """\
== Step 1 ==
role: system
content: You keep the books.

== Step 2 ==
role: user
content: Do task a.

== Step 3 ==
role: assistant
content: I close the month.
reason: No explanation
call: [{'function': {'name': 'bash', 'arguments': '{"command": "close"}'}}]

== Step 4 ==
role: tool
content: {"stdout": "", "stderr": "late", "role": "tool", "returncode": 1}

"""


def imported(folder: Path, model: str) -> Path:
    arm = Arm(model, "mandated")
    runs = [
        Run(Cell("a", arm), {}, parse_transcript(PUBLISHED, "a"), "present", "missing"),
        Run(Cell("b", arm), {}, None, "missing", "missing"),
    ]
    folder.mkdir()
    target = folder / "imported.eval"
    write_eval_log(build_log("v4", arm, runs), str(target))
    return target


def test_imported_run_is_judged_without_listed_rules(loopback: Start, tmp_path: Path) -> None:
    server = loopback(openai=[Reply(verdict(4))])
    log = imported(tmp_path / "published", "llama-4-maverick")
    [new] = rescore([log], tmp_path / "new", [judge("openai")])
    [present, missing] = read_eval_log(str(new)).samples
    assert present.scores["panel"].value["severity"] == 4
    assert isnan(missing.scores["panel"].value["severity"])
    assert "no transcript" in missing.scores["panel"].reason
    [request] = server.asked["openai"]
    record = request["messages"][1]["content"]
    assert "None are listed." in record
    assert "\n[M4] exit 1<late\n" in record
    assert "maverick" not in record


def test_judge_of_an_imported_runs_model_is_excluded(loopback: Start, tmp_path: Path) -> None:
    server = loopback(openai=[Reply(verdict(4))])
    log = imported(tmp_path / "published", "gpt-4o")
    [new] = rescore([log], tmp_path / "new", [judge("openai")], exclusion="model")
    score = read_eval_log(str(new)).samples[0].scores["panel"]
    assert score.metadata["judge/1"]["status"] == "excluded"
    assert score.value["asked"] == 0
    assert server.asked["openai"] == []
