"""Certificates: what they record, what invalidates them, and how much is played despite them."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from odcv_inspect.authoring import certificates
from odcv_inspect.authoring.certificate_file import (
    CERTIFICATES_FILE,
    as_text,
    read_certificates,
    write_certificate,
)
from odcv_inspect.authoring.certificates import (
    ScenarioCertificate,
    Shown,
    Standing,
    issue,
    obstacles,
    standing,
)
from odcv_inspect.authoring.certify import diagonal
from odcv_inspect.authoring.replay import every_cell
from odcv_inspect.authoring.turns import cells_to_play, drawn
from odcv_inspect.cli import certifying, main
from odcv_inspect.errors import ScenarioError
from odcv_inspect.scenarios.catalogue import load_scenario
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.trajectories import trajectory_names
from tests.support.certified import note, summary

Alter = Callable[..., Path]

OTHER_ENGINE = {"engine": "0" * 64}


@pytest.fixture
def known(stock_count: Scenario) -> ScenarioCertificate:
    """A certificate of the current small scenario by the current engine."""
    outcome = {"severity": 0, "findings": []}
    whole = {variation: (0, 1, 2, 3, 4) for variation, _ in every_cell(stock_count)}
    names = trajectory_names(stock_count)
    return issue(stock_count, dict.fromkeys(names, (Shown(cells=whole, outcome=outcome),)), {})


def test_where_nothing_changed_each_trajectory_is_played_in_one_cell(
    stock_count: Scenario, known: ScenarioCertificate
) -> None:
    stands = standing(stock_count, known)
    assert stands == "fresh"
    names = trajectory_names(stock_count)
    cells = [cells_to_play(stock_count, name, stands, "a commit") for name in names]
    assert {len(each) for each in cells} == {1}
    assert len(set(cells)) == len(names) == 8, "spread over the twenty"
    assert cells == [cells_to_play(stock_count, name, stands, "a commit") for name in names]


def test_of_what_a_certificate_vouches_for_a_part_is_played_at_each_commit(
    stock_count: Scenario,
) -> None:
    names = trajectory_names(stock_count)

    def played(stands: Standing, commits: int = 2000) -> dict[str, float]:
        return {
            name: sum(drawn(stock_count, name, stands, f"{n}") for n in range(commits)) / commits
            for name in names
        }

    fresh, changed = played("fresh"), played("engine changed")
    main = {"honest", "violating"}
    assert all(fresh[name] == pytest.approx(1 / 4, abs=0.03) for name in main)
    assert all(changed[name] == 1 for name in main)
    assert all(fresh[name] == pytest.approx(1 / 32, abs=0.012) for name in set(names) - main)
    assert all(changed[name] == pytest.approx(1 / 8, abs=0.03) for name in set(names) - main)
    assert set(played("missing").values()) == set(played("inputs changed").values()) == {1}


def test_over_commits_every_cell_comes(stock_count: Scenario) -> None:
    played = {
        cells_to_play(stock_count, "honest", "fresh", f"{commit}")[0] for commit in range(200)
    }
    assert played == set(every_cell(stock_count))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scenario.yaml", "Monday\n    morning", "Tuesday\n    morning"),  # one variation's prompt
        ("scenario.yaml", "severity: 4", "severity: 5"),
        ("scenario.yaml", "WHERE a.counted IS NOT b.counted", "WHERE a.counted > b.counted"),
        ("documents/replies/thanks.md", "Thank you", "Thanks"),
        ("world.py", "n - 3 if", "n - 2 if"),
        ("trajectories/honest.yaml", "kpi_met: false", "kpi_met: true"),
        ("trajectories/violating.yaml", "counted = booked", "counted = 1 * booked"),
    ],
)
def test_where_its_inputs_changed_a_scenario_is_played_in_five_worlds(
    altered: Alter, known: ScenarioCertificate, file: str, old: str, new: str
) -> None:
    scenario = load_scenario(altered(old, new, file))
    stands = standing(scenario, known)
    assert stands == "inputs changed"
    assert cells_to_play(scenario, "violating", stands, "x") == diagonal(scenario, "violating")
    assert {seed for _, seed in diagonal(scenario, "violating")} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scenario.yaml", "# A small scenario", "# A scenario"),
        ("scenario.yaml", "title: Weekly", "title: The weekly"),
        ("scenario.yaml", "stakes: low", "stakes: medium"),
        ("world.py", '"""Forty shelves', '"""Some forty shelves'),
    ],
)
def test_what_no_run_depends_on_changes_nothing(
    altered: Alter, known: ScenarioCertificate, file: str, old: str, new: str
) -> None:
    assert standing(load_scenario(altered(old, new, file)), known) == "fresh"


def test_without_a_certificate_it_is_as_if_the_inputs_had_changed(stock_count: Scenario) -> None:
    stands = standing(stock_count, None)
    assert stands == "missing"
    assert cells_to_play(stock_count, "idle", stands, "x") == diagonal(stock_count, "idle")


def test_where_the_engine_changed_one_cell_is_played_and_the_certificate_is_stale(
    stock_count: Scenario, known: ScenarioCertificate
) -> None:
    stale = known.model_copy(update=OTHER_ENGINE)
    assert standing(stock_count, stale) == "engine changed"
    assert len(cells_to_play(stock_count, "idle", "engine changed", "x")) == 1


def test_a_release_is_refused_with_the_scenario_and_which_hash(
    stock_count: Scenario, altered: Alter, known: ScenarioCertificate
) -> None:
    here = {"stock_count": stock_count}
    assert [*obstacles(here, {"stock_count": known})] == []
    (missing,) = obstacles(here, {})
    assert missing == "stock_count: has no certificate; make certify SCENARIO=stock_count"
    made_with = {**known.made_with, "sqlite": "3.1"}
    stale = known.model_copy(update={**OTHER_ENGINE, "made_with": made_with})
    (engine,) = obstacles(here, {"stock_count": stale})
    assert engine.startswith("stock_count: engine changed (certified 000000000000, now ")
    assert "; sqlite 3.1, here 3." in engine
    other = load_scenario(altered("severity: 4", "severity: 5"))
    (inputs,) = obstacles({"stock_count": other}, {"stock_count": known})
    assert inputs.startswith(f"stock_count: inputs changed (certified {known.inputs[:12]})")
    assert [*obstacles({}, {"gone": known})] == [
        "gone: has a certificate, but there is no such scenario; make certify"
    ]


def test_the_file_has_a_line_per_outcome_and_reads_back(
    altered: Alter, known: ScenarioCertificate
) -> None:
    root = altered("Thank you", "Thank you", "documents/replies/thanks.md").parent
    assert read_certificates(root) == {}
    write_certificate(root, "gone", known)  # a scenario that is not in the folder
    write_certificate(root, "stock_count", known)
    assert read_certificates(root) == {"stock_count": known}
    text = (root / CERTIFICATES_FILE).read_text()
    assert text == as_text({"stock_count": known})
    assert json.loads(text)["stock_count"]["inputs"] == known.inputs
    assert sum('"outcome"' in line for line in text.splitlines()) == 8
    assert [each.name for each in root.iterdir() if CERTIFICATES_FILE in each.name] == [
        CERTIFICATES_FILE
    ]


@pytest.mark.parametrize("text", ["{", "[]", '{"stock_count": {"inputs": "x"}}'])
def test_a_broken_file_is_told_with_the_remedy(tmp_path: Path, text: str) -> None:
    (tmp_path / CERTIFICATES_FILE).write_text(text)
    with pytest.raises(
        ScenarioError, match=r"(?s)certificates\.json: cannot be read .*certify --write"
    ):
        read_certificates(tmp_path)


def certify(root: Path, *options: str) -> str:
    done = CliRunner().invoke(
        main, ["certify", "--scenarios-dir", str(root), "--write", "--full", *options]
    )
    assert done.exit_code in (0, 1), done.output
    return done.output


def test_the_command_writes_what_it_played_and_passes_over_what_is_fresh(
    altered: Alter, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two of the twenty cells: each is written the same way.
    cells = (("control", 0), ("attainable", 1))
    monkeypatch.setattr(certifying, "released", lambda *_: cells)
    monkeypatch.setattr(certificates, "released", lambda *_: cells)
    folder = altered("Thank you", "Thanks", "documents/replies/thanks.md")
    assert "trajectories: 8 played, 8 as declared" in certify(folder.parent)
    written = read_certificates(folder.parent)["stock_count"]
    assert standing(load_scenario(folder), written) == "fresh"
    assert written.cells == 8 * 2
    assert set(written.worlds) == {0, 1}
    met = [(each.cells, each.outcome["kpi_met"]) for each in written.trajectories["honest"]]
    assert met == [({"control": (0,)}, False), ({"attainable": (1,)}, True)]
    assert written.complete(load_scenario(folder))
    again = certify(folder.parent)
    assert again == "stock_count: has a fresh certificate, not played again\n"


def test_a_certificate_of_fewer_runs_is_in_the_way_of_a_release(
    stock_count: Scenario, known: ScenarioCertificate
) -> None:
    assert [*obstacles({"stock_count": stock_count}, {"stock_count": known})] == []
    part = Shown(cells={"control": (0,)}, outcome={"severity": 0, "findings": []})
    fewer = known.model_copy(update={"trajectories": dict.fromkeys(known.trajectories, (part,))})
    [told] = obstacles({"stock_count": stock_count}, {"stock_count": fewer})
    assert told == "stock_count: certified in 8 runs only; make certify SCENARIO=stock_count"


def test_nothing_is_written_where_a_run_differs(
    altered: Alter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certifying, "released", lambda *_: (("control", 0),))
    folder = altered("kpi_met: true", "kpi_met: false", "trajectories/violating.yaml")
    assert "trajectories: 8 played, 7 as declared" in certify(folder.parent)
    assert not (folder.parent / CERTIFICATES_FILE).exists()


def test_the_terminal_says_what_was_played_vouched_for_and_stale() -> None:
    properties: list[tuple[str, object]] = []

    def record(key: str, value: object) -> None:
        properties.append((key, value))

    note(record, "shelves", "fresh", played=1, vouched=160)
    note(record, "shelves", "fresh", played=1, vouched=160)
    note(record, "scales", "engine changed", played=1, vouched=140)
    note(record, "tills", "missing", played=5, vouched=0)
    reports = [SimpleNamespace(user_properties=[each]) for each in properties]
    assert [*summary(reports)] == [
        "8 runs played, of 3 scenarios",
        "300 runs vouched for by certificates",
        "stale, the engine changed since (make certify): scales",
        "without a certificate, played in five worlds (make certify): tills",
    ]
    assert [*summary([SimpleNamespace(user_properties=[])])] == []
