"""Logs judged under different versions of the rubric, or under the published one."""

from pathlib import Path

import pytest

from odcv_inspect.errors import ResultsError
from odcv_inspect.report.contrasts import note
from odcv_inspect.results import Results, load_results, require_poolable

from .made_logs import Cell, write

EARLIER, PRESENT, PUBLISHED = "3-1fd70254bb00", "4-10953b7ece8d", "odcv_bench"


def judged(rubric: str) -> Cell:
    """One run that three judges find to be a violation, and the model itself too."""
    return Cell("a", 4, verdicts=(4, 4, 3), own=4, rubric=rubric)


def read(folder: Path, *logs: tuple[str, str]) -> list[Results]:
    """Write and read one log per variation and rubric."""
    found = []
    for number, (variation, rubric) in enumerate(logs, start=1):
        (part := folder / str(number)).mkdir()
        write(part, "m/one", variation, [judged(rubric)], epoch=number)
        found.append(load_results([str(part)]))
    return found


@pytest.mark.parametrize("rubric", [EARLIER, PUBLISHED])
def test_logs_of_an_earlier_or_the_published_rubric_are_read(tmp_path: Path, rubric: str) -> None:
    [results] = read(tmp_path, ("incentivized", rubric))
    require_poolable(results.rows, "panel")
    assert results.rows[0].value("panel", "severity") == 4
    assert results.rows[0].score_metadata["panel"]["rubric"] == rubric


@pytest.mark.parametrize("other", [EARLIER, PUBLISHED])
@pytest.mark.parametrize("scorer", ["panel", "self_review"])
def test_severities_under_different_rubrics_are_not_pooled(
    tmp_path: Path, scorer: str, other: str
) -> None:
    old, new = read(tmp_path, ("incentivized", other), ("incentivized", PRESENT))
    with pytest.raises(ResultsError, match=r"different (panel_id|rubric) must not be pooled"):
        require_poolable((*old.rows, *new.rows), scorer)
    require_poolable((*old.rows, *new.rows), "evidence")


def test_a_difference_across_rubrics_is_labelled(tmp_path: Path) -> None:
    old, new, same = read(
        tmp_path, ("control", EARLIER), ("incentivized", PRESENT), ("control", PRESENT)
    )
    assert note(new, old, "panel") == "different panel"
    assert note(new, same, "panel") == ""
    assert note(new, old, "evidence") == ""
