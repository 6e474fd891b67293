"""The report as files: complete, self-contained, and safe to open."""

import csv
import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inspect_ai.model import ModelConfig

import odcv_inspect
from odcv_inspect.cli import main
from odcv_inspect.report.build import Request, report_sections, write_report
from odcv_inspect.report.page import MOST_ROWS
from odcv_inspect.report.run_card import card_sheet
from odcv_inspect.results import Results, load_results
from tests.support.measured import Run

from .made_logs import Cell, honest, write

PLAN = Path(odcv_inspect.__file__).parents[2] / "docs" / "analysis_plan.md"
SECTIONS = [
    "headline",
    "rates",
    "effects",
    "outcomes",
    "informed",
    "consistency",
    "breakdowns",
    "scenarios",
    "agreement",
    "instruments",
    "self_review",
    "missing",
    "run_card",
]


@pytest.fixture(scope="module")
def out(made: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(made, Request(command=("odcv", "report", "logs")), folder)
    return folder


def page_of(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def report(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", *arguments])


def test_sections_come_in_the_order_in_which_they_are_read(out: Path) -> None:
    assert re.findall(r'<section id="(\w+)"', page_of(out)) == SECTIONS


def test_sections_without_data_are_left_out(tmp_path: Path) -> None:
    file = write(tmp_path, "m/one", "control", [honest("z")])
    sections = report_sections(load_results([str(file)]), Request())
    assert [section.id for section in sections] == [
        "rates",
        "outcomes",
        "scenarios",
        "missing",
        "run_card",
    ]


def test_every_table_and_figure_is_a_file_in_every_format(made: Results, out: Path) -> None:
    sections = report_sections(made, Request())
    tables = {name for section in sections for name in section.sheets}
    figures = {section.id for section in sections if section.chart}
    assert {f.name for f in (out / "tables").iterdir()} == {
        name + suffix for name in tables for suffix in (".csv", ".md", ".tex")
    }
    assert {f.name for f in (out / "figures").iterdir()} == {
        name + suffix for name in figures for suffix in (".svg", ".png")
    }
    assert all((out / "figures" / f"{f}.png").read_bytes().startswith(b"\x89PNG") for f in figures)


def test_a_table_of_the_page_is_the_one_in_its_file(out: Path) -> None:
    with (out / "tables" / "headline.csv").open() as file:
        rates = {row["model"]: float(row["violation_rate"]) for row in csv.DictReader(file)}
    assert rates == {"m/one": 0.75, "m/two": 0.0}
    for line in (out / "tables" / "headline.md").read_text().splitlines()[2:]:
        for cell in line.strip("| ").split(" | "):
            assert f">{cell.replace('<', '&lt;')}<" in page_of(out)


def test_the_page_fetches_nothing(out: Path) -> None:
    assert "default-src 'none'" in page_of(out)
    loaded = re.findall(r'(?:src|url)[=(]["\']?([^"\')\s>]+)', page_of(out))
    assert [address for address in loaded if not address.startswith("#")] == []
    assert re.findall(r"<(?:link|iframe|object|embed|img)\b", page_of(out)) == []


def test_names_in_logs_are_text_and_never_markup(tmp_path: Path) -> None:
    name = "m/<img src=x onerror=alert(1)></script>"
    logs = write(tmp_path, "m/two", "incentivized", [Cell(name, 4)])
    write_report(load_results([str(logs)]), Request(), tmp_path / "out")
    assert "<img" not in page_of(tmp_path / "out")
    assert page_of(tmp_path / "out").count("</script>") == 2


def test_the_run_card_names_plan_panel_versions_and_commands(out: Path) -> None:
    with (out / "tables" / "card.csv").open() as file:
        card = [(row["what"], row["value"]) for row in csv.DictReader(file)]
    digest = sha256(PLAN.read_bytes()).hexdigest()
    for fact in (
        ("analysis plan", f"analysis_plan.md, SHA-256 {digest}"),
        ("instrument of the primary contrast", "evidence"),
        ("panel id", "j/one+j/two+j/three rubric r"),
        ("exclusion", "family"),
        ("made with", "inspect_ai 0.0 (5 logs)"),
        ("report command", "odcv report logs"),
        ("run again", "inspect eval odcv_inspect/control --model m/one"),
    ):
        assert fact in card


def test_the_run_card_tells_how_to_run_a_log_again_in_full(made: Results) -> None:
    log, spec = next(iter(made.logs.items()))
    again = spec.model_copy(
        update={
            "task_args_passed": {"pressure": ["target", "own"], "domain": "a b"},
            "model_roles": {"judge": [ModelConfig(model="j/one"), ModelConfig(model="j/two")]},
            "config": spec.config.model_copy(update={"epochs": 3, "limit": (1, 4)}),
        }
    )
    card = card_sheet(replace(made, logs={log: again}), "evidence", PLAN, ["odcv", "report"])
    told = {str(record["what"]): record["value"] for record in card.records}
    assert told["run again"] == (
        f"inspect eval {spec.task} -T pressure=target,own -T 'domain=a b' --model {spec.model} "
        "--model-role judge=j/one,j/two --epochs 3 --limit 2-4"
    )


def test_every_run_is_in_the_index_that_rows_point_into(out: Path) -> None:
    found = re.search(r'<script type="application/json" id="runs">(.*?)</script>', page_of(out))
    assert found
    index = json.loads(found[1])
    assert len(index["runs"]) == 20
    last = dict(zip(index["fields"], index["runs"][11], strict=True))
    words = {kind: index["words"][kind][last[kind]] for kind in index["words"]}
    assert (words["model"], words["variation"], words["scenario"]) == ("m/one", "mandated", "d")
    assert (last["evidence"], last["panel"]) == (None, None)
    assert index["groups"]["a"] == {"domain": "finance", "lever": "exclusion,alteration"}


def test_a_long_table_is_cut_on_the_page_and_whole_in_its_files(tmp_path: Path) -> None:
    count = MOST_ROWS + 7
    logs = write(
        tmp_path, "m", "incentivized", [Cell(f"s{i}", 4, verdicts=(0, 0)) for i in range(count)]
    )
    write_report(load_results([str(logs)]), Request(), tmp_path / "out")
    assert f"{MOST_ROWS} of {count} rows" in page_of(tmp_path / "out")
    listed = (tmp_path / "out" / "tables" / "disagreements.csv").read_text().splitlines()
    assert len(listed) == 1 + count


def test_logs_of_one_name_in_two_folders_both_get_into_the_viewer(tmp_path: Path) -> None:
    for folder, scenario in (("first", "a"), ("second", "b")):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "m", "incentivized", [Cell(scenario, 4)], epoch=1)
    second = next((tmp_path / "second").iterdir())
    write(tmp_path / "second", "m", "incentivized", [Cell("b", 4)], epoch=2)
    second.unlink()
    next((tmp_path / "second").iterdir()).rename(second)
    done = report(*(str(tmp_path / f) for f in ("first", "second")), "--out",
                  str(tmp_path / "out"), "--viewer")  # fmt: skip
    assert done.exit_code == 0, done.output
    names = sorted(p.name for p in (tmp_path / "out" / "viewer" / "logs").glob("*.eval"))
    assert names == sorted([second.name, f"2_{second.name}"])


def test_the_viewer_tells_nothing_of_the_logs_folder(made_logs: Path, tmp_path: Path) -> None:
    done = report(str(made_logs), "--out", str(tmp_path / "out"), "--viewer")
    assert done.exit_code == 0, done.output
    assert str(made_logs) not in (tmp_path / "out" / "viewer" / "index.html").read_text()
    assert done.stdout == f"{tmp_path / 'out' / 'index.html'}\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--compare", "m/one"], "give OLD=NEW"),
        (["--compare", "m/zero=m/two"], "no runs of 'm/zero'"),
        (["--plan", "nowhere.md"], "does not exist"),
    ],
)
def test_a_wrong_request_is_one_sentence(
    made_logs: Path, tmp_path: Path, options: list[str], told: str
) -> None:
    done = report(str(made_logs), "--out", str(tmp_path), *options)
    assert done.exit_code in (1, 2)
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_logs_that_must_not_be_pooled_make_no_report(run: Run, tmp_path: Path) -> None:
    run({"a": [0]}, version=1)
    run({"a": [4]}, version=2)
    done = report(str(tmp_path / "logs"), "--out", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert "different task version must not be pooled" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_panel_of_one_judge_has_no_pairs_to_show(tmp_path: Path) -> None:
    logs = write(tmp_path, "m", "incentivized", [Cell("a", 4, verdicts=(4,)), honest("b")])
    (agreement,) = (
        section
        for section in report_sections(load_results([str(logs)]), Request())
        if section.id == "agreement"
    )
    assert "agreement_pairs" not in agreement.sheets
    assert agreement.sheets["agreement_verdicts"].records == [{"judge": "j/one", "usable": 1}]


def test_a_lineage_file_names_generations(made_logs: Path, tmp_path: Path) -> None:
    lineage = tmp_path / "lineage.csv"
    lineage.write_text("old,new\nm/one,m/two\n")
    done = report(str(made_logs), "--out", str(tmp_path / "out"), "--lineage", str(lineage))
    assert done.exit_code == 0, done.output
    assert '<section id="generations">' in page_of(tmp_path / "out")
    assert '<span class="standing exploratory">' in page_of(tmp_path / "out")


def test_a_folder_with_other_files_is_refused_and_kept(made_logs: Path, tmp_path: Path) -> None:
    notes = tmp_path / "thesis" / "index.html"
    notes.parent.mkdir()
    notes.write_text("not a report")
    done = report(str(made_logs), "--out", str(notes.parent))
    assert done.exit_code == 1
    assert "contains files that are not an odcv report" in done.stderr
    assert [path.name for path in notes.parent.iterdir()] == ["index.html"]
    assert notes.read_text() == "not a report"


def test_a_report_replaces_an_earlier_one(made_logs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert report(str(made_logs), "--out", str(out)).exit_code == 0
    (out / "index.html").write_text("old")
    (out / "tables" / "covariate.csv").write_text("of the earlier report")
    assert report(str(made_logs), "--out", str(out)).exit_code == 0
    assert page_of(out) != "old"
    assert not (out / "tables" / "covariate.csv").exists()
