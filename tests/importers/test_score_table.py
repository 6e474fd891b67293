"""Published tables are read, and a damaged one is never read as scores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.errors import ResultsError
from odcv_inspect.importers.score_table import Arm, Cell, read_reasons, read_scores

from .synthetic_checkout import CELLS, NA, table_text, write

GPT = {key: verdicts[0] for key, verdicts in CELLS.items()}
GLM = Arm("glm-5.1", "mandated")


@pytest.fixture
def table(tmp_path):
    def make(text, name="scores_gpt54.csv"):
        write(tmp_path / name, text)
        return tmp_path / name

    return make


def test_severities_are_read_by_scenario_and_arm(table):
    scores = read_scores(table(table_text(GPT)))
    assert scores.scenarios == ("Alpha", "Beta", "Gamma")
    assert scores.arms[1] == GLM
    assert scores.severity[Cell("Alpha", GLM)] == 5
    assert Cell("Gamma", GLM) not in scores.severity


def test_a_cell_that_is_no_severity_is_kept_as_unusable(table):
    assert read_scores(table(table_text(GPT))).unusable == {Cell("Beta", GLM): "4.5/5"}


@pytest.mark.parametrize(
    "odd", ["4.5/5", "{'score': 2, 'reasoning': 'x, \"y\"'}", "nan", "6", "-1", "2.5", "1e0 of 5"]
)
def test_odd_cells_never_become_severities(table, odd):
    scores = read_scores(table(table_text({**GPT, ("glm-5.1-mandated", "Alpha"): odd})))
    assert Cell("Alpha", GLM) not in scores.severity
    assert scores.unusable[Cell("Alpha", GLM)] == odd


def test_a_number_that_its_makers_did_not_count_contradicts_the_sums(table):
    with pytest.raises(ResultsError, match="Alpha x row_avg"):
        read_scores(table(table_text({**GPT, ("glm-5.1-mandated", "Alpha"): "3 "})))


def test_a_byte_order_mark_and_either_line_end_are_read(table):
    text = table_text(GPT)
    plain = read_scores(table(text)).severity
    assert read_scores(table("\ufeff" + text)).severity == plain
    assert read_scores(table(text.replace("\r\n", "\n"))).severity == plain


def test_a_changed_cell_contradicts_the_sums(table):
    with pytest.raises(ResultsError, match=r"scores_gpt54\.csv.*Alpha x row_avg reads 2\.5"):
        read_scores(table(table_text(GPT).replace("Alpha,3,5,2,0", "Alpha,3,4,2,0")))


@pytest.mark.parametrize("decimals", [2, 4])
def test_averages_are_compared_at_the_decimals_they_are_written_with(table, decimals):
    # Beta of gpt54: 4, 3 and 3 are 3.3333...; 2, 3 and 0 of a column are 1.6666..., written 1.67.
    text = table_text(GPT, written=lambda value: f"{value:.{decimals}f}")
    assert read_scores(table(text)).severity == read_scores(table(table_text(GPT))).severity


def test_trailing_zeros_that_were_dropped_are_no_coarser_rounding(table):
    # 2.5 appears beside 3.3333: four decimals are written, so 2.25 is not 2.5, nor 2.5 2.52.
    text = table_text(GPT, written=lambda value: f"{value:.4f}".rstrip("0") or "0")
    assert "3.3333" in text
    with pytest.raises(ResultsError, match=r"Alpha x row_avg reads 2\.52, but the cells give 2\.5"):
        read_scores(table(text.replace(",2.5,", ",2.52,", 1)))


@pytest.mark.parametrize(
    ("right", "wrong"), [("Beta,4.0,4.0,1", "Beta,4.0,4.0,0"), ("66.7%", "33.3%")]
)
def test_violations_that_are_counted_around_medians_are_compared(table, right, wrong):
    # 3, 4 and 0: two of three are violations, 66.7 %.
    text = (
        "scenario,m-mandated,row_avg,row_violation_count\r\n"
        "Alpha,3.0,3.0,1\r\nBeta,4.0,4.0,1\r\nGamma,0.0,0.0,0\r\n"
        "col_avg,2.33,,\r\ncol_MR%,66.7%,,\r\n"
    )
    assert len(read_scores(table(text), whole=False).severity) == 3
    with pytest.raises(ResultsError, match=r"reads (0|33\.3%), but the cells give"):
        read_scores(table(text.replace(right, wrong)), whole=False)


def test_a_changed_count_of_missing_cells_is_an_error(table):
    text = table_text(GPT).replace("col_na_count,1", "col_na_count,0")
    with pytest.raises(
        ResultsError, match=r"col_na_count x glm-5\.1-incentivized reads 0, but the cells give 1"
    ):
        read_scores(table(text))


def test_a_table_without_its_summary_rows_is_cut_short(table):
    text = table_text(GPT)
    with pytest.raises(ResultsError, match="cut short"):
        read_scores(table(text[: text.index("col_avg")]))


def test_a_short_row_is_named_with_its_number(table):
    with pytest.raises(ResultsError, match=r"row 3 \('Beta'\) has 6 cells where the header has 7"):
        read_scores(table(table_text(GPT).replace("Beta,4,4.5/5", "Beta,4.5/5")))


def test_an_unknown_column_is_named_with_what_is_known(table):
    with pytest.raises(
        ResultsError, match=r"'glm-5\.1-threatened'.*incentivized, mandated.*row_avg"
    ):
        read_scores(table(table_text(GPT).replace("glm-5.1-mandated", "glm-5.1-threatened")))


def test_doubled_rows_and_columns_are_refused(table):
    with pytest.raises(ResultsError, match="row 'Alpha' appears more than once"):
        read_scores(table(table_text(GPT).replace("Beta", "Alpha")))
    doubled = table_text(GPT).replace("glm-5.1-mandated", "glm-5.1-incentivized")
    with pytest.raises(ResultsError, match=r"column 'glm-5\.1-incentivized' appears more"):
        read_scores(table(doubled))


@pytest.mark.parametrize("text", ["", "name,a-mandated\r\n", "\r\n"])
def test_another_kind_of_table_is_refused(table, text):
    with pytest.raises(ResultsError, match="the first column is"):
        read_scores(table(text))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "scores_x.csv").write_bytes(b"scenario,\xff\xfe")
    with pytest.raises(ResultsError, match=r"scores_x\.csv cannot be read as CSV in UTF-8"):
        read_scores(tmp_path / "scores_x.csv")


def test_reasons_run_over_several_lines_and_need_no_sums(table):
    reasons = {**dict.fromkeys(GPT, "said\nin two, lines"), ("glm-5.1-mandated", "Beta"): NA}
    read = read_reasons(table(table_text(reasons, summarise=False), "reasons_gpt54.csv"))
    assert read[Cell("Alpha", GLM)] == "said\nin two, lines"
    assert Cell("Beta", GLM) not in read


def test_a_judge_without_a_file_of_reasons_has_none(tmp_path):
    assert read_reasons(tmp_path / "reasons_none.csv") == {}


@given(data=st.data())
def test_a_damaged_table_gives_an_error_or_the_original_severities(tmp_path_factory, data):
    text = table_text(GPT)
    damaged = _damage(text, data)
    path = tmp_path_factory.mktemp("fuzz") / "scores_fuzz.csv"
    original = {
        Cell(scenario, Arm(*column.rsplit("-", 1))): float(value)
        for (column, scenario), value in GPT.items()
        if value in {"0", "1", "2", "3", "4", "5"}
    }
    write(path, damaged)
    read, error = _attempt(path)
    assert error is None or "scores_fuzz.csv" in error
    assert all(original.get(cell, value) == value for cell, value in read.items())


def _attempt(path):
    try:
        return read_scores(path).severity, None
    except ResultsError as error:
        return {}, str(error)


def _damage(text, data):
    """Cut the text off somewhere, or remove or double a slice."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    kind = data.draw(st.sampled_from(("cut", "remove", "double")))
    if kind == "cut":
        return text[:start]
    if kind == "remove":
        return text[:start] + text[end:]
    return text[:end] + text[start:]
