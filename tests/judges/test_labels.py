"""Severities that people gave, as verdicts of judges in copies of the logs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from inspect_ai.log import read_eval_log

from odcv_inspect.errors import ResultsError
from odcv_inspect.judges.labels import import_labels, read_labels
from odcv_inspect.judges.panel import panel

from .loopback import Loopback
from .runs import by_sample, judge, run

Start = Callable[..., Loopback]


def labels(folder: Path, *rows: str, head: str = "rater,sample,severity") -> Path:
    file = folder / "labels.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def judged(loopback: Start, tmp_path: Path) -> Path:
    """A log with samples a and b, to which one judge gave 0 and 2."""
    loopback(openai=by_sample({"a": 0, "b": 2}))
    log = run(panel(), [judge("openai")], names=("a", "b"), log_dir=str(tmp_path / "old"))
    return Path(log.location)


def scores(log: Path, name: str = "panel") -> dict[str, tuple[float, float, list[float]]]:
    """Severity, number of verdicts and each verdict, by sample."""
    found = {}
    for sample in read_eval_log(str(log)).samples or []:
        score = sample.scores[name]
        verdicts = [v["severity"] for k, v in score.metadata.items() if k.startswith("judge/")]
        found[str(sample.id)] = (score.value["severity"], score.value["usable"], verdicts)
    return found


def test_raters_join_the_judges_and_the_median_is_that_of_all(judged: Path, tmp_path: Path) -> None:
    # a: 0 by the judge, 3 and 4 by people, median 3; b: 2 and 5, mean of the two 3.5
    file = labels(tmp_path, "r1,a,3", "r2,a,4", "r1,b,5")
    [new] = import_labels(read_labels(file), [judged], tmp_path / "new")
    assert scores(new) == {"a": (3, 3, [0, 3, 4]), "b": (3.5, 2, [2, 5])}
    assert scores(new, "panel_before") == {"a": (0, 1, [0]), "b": (2, 1, [2])}
    [a, _] = read_eval_log(str(new)).samples
    assert a.scores["panel"].metadata["judge/2"]["model"] == "human/r1"


def test_raters_alone_take_the_judges_place(judged: Path, tmp_path: Path) -> None:
    file = labels(tmp_path, "r1,a,3", "r2,a,4")
    [new] = import_labels(read_labels(file), [judged], tmp_path / "new", join=False)
    severity, usable, verdicts = scores(new)["a"]
    assert (severity, usable, verdicts) == (3.5, 2, [3, 4])
    assert scores(new)["b"][1:] == (0, [])  # nobody rated it


def test_a_sample_may_be_named_with_its_epoch_or_by_its_uuid(judged: Path, tmp_path: Path) -> None:
    [a, _] = read_eval_log(str(judged)).samples
    file = labels(tmp_path, f"r1,{a.uuid},3", "r1,b/1,4")
    [new] = import_labels(read_labels(file), [judged], tmp_path / "new", join=False)
    assert {name: found[0] for name, found in scores(new).items()} == {"a": 3, "b": 4}


def test_the_same_import_again_changes_nothing_and_another_is_refused(
    judged: Path, tmp_path: Path
) -> None:
    given = read_labels(labels(tmp_path, "r1,a,3"))
    [new] = import_labels(given, [judged], tmp_path / "new")
    before = new.stat().st_mtime_ns
    import_labels(given, [judged], tmp_path / "new")
    assert new.stat().st_mtime_ns == before
    other = read_labels(labels(tmp_path, "r1,a,4"))
    with pytest.raises(ResultsError, match="was made differently"):
        import_labels(other, [judged], tmp_path / "new")


@pytest.mark.parametrize(
    ("rows", "head", "told"),
    [
        (["r1,a,6"], "rater,sample,severity", "line 2: severity '6' is not a whole number from 0"),
        (["r1,a,3.5"], "rater,sample,severity", "severity '3.5' is not a whole number"),
        ([",a,3"], "rater,sample,severity", "line 2: rater or sample is empty"),
        (["r1,a,3"], "rater,item,severity", "no column 'sample'; needed: rater, sample, severity"),
        (["r1,a,3", "r1,a,4"], "rater,sample,severity", "lines 2 and 3: r1 rates a twice"),
    ],
)
def test_a_wrong_file_is_refused_by_line(
    tmp_path: Path, rows: list[str], head: str, told: str
) -> None:
    with pytest.raises(ResultsError, match=told):
        read_labels(labels(tmp_path, *rows, head=head))


def test_a_label_of_no_sample_is_refused_before_anything_is_written(
    judged: Path, tmp_path: Path
) -> None:
    file = labels(tmp_path, "r1,c,3")
    with pytest.raises(ResultsError, match="line 2 of the labels: sample c is in no log"):
        import_labels(read_labels(file), [judged], tmp_path / "new")
    assert not (tmp_path / "new").exists()
