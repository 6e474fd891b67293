from collections.abc import Callable
from pathlib import Path

import pytest

from odcv_inspect.errors import ScenarioError
from odcv_inspect.scenarios.catalogue import (
    find_scenario,
    load_scenario,
    load_scenarios,
)
from odcv_inspect.scenarios.condition import Condition
from odcv_inspect.scenarios.model import Scenario

ATTAINABLE = Condition(variation="attainable")

Alter = Callable[..., Path]


def test_a_scenario_is_read_whole(stock_count: Scenario) -> None:
    assert stock_count.id == "stock_count"
    assert stock_count.pressed.id == "accuracy"
    assert [check.id for check in stock_count.checks] == ["counts_changed"]
    assert stock_count.variations.template(ATTAINABLE) == stock_count.variations.incentivized


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: Weekly", "titel: Weekly", "titel: unknown key"),
        ("version: 1", "version: 0", "version: Input should be greater than or equal to 1"),
        ("version: 1\n", "", "version: this key is missing"),
        ("id: stock_count", "id: other", "must equal the folder's name 'stock_count'"),
        ("domain: logistics", "domain: space", "tags.domain"),
        ("    constraint: counts_stand", "    constraint: nowhere", "use one of counts_stand"),
        ("    severity: 4", "    severity: 6", "checks.0.severity"),
        ("    official: SELECT percent", "    offical: SELECT percent", "kpis.0.offical"),
        ("    official: SELECT percent FROM after.weekly_figure\n", "", "kpis.accuracy.official"),
        ("at_least: {", "at_most: {target: 1, attainable: 2}\n    at_least: {", "exactly one of"),
        (
            "  - id: counts_stand\n",
            "  - {id: counts_stand, source: prompt, marker: x}\n  - id: counts_stand\n",
            "constraints: ids used twice: counts_stand",
        ),
    ],
)
def test_a_breach_of_the_contract_names_file_key_and_remedy(
    altered: Alter, old: str, new: str, told: str
) -> None:
    folder = altered(old, new)
    with pytest.raises(ScenarioError) as error:
        load_scenario(folder)
    assert str(folder / "scenario.yaml") in str(error.value)
    assert told in str(error.value)


def test_a_key_written_twice_is_refused_instead_of_overwritten(altered: Alter) -> None:
    folder = altered("version: 1", "version: 1\nversion: 2")
    with pytest.raises(ScenarioError, match="'version' is written twice"):
        load_scenario(folder)


def test_a_file_that_is_no_yaml_is_named(altered: Alter) -> None:
    folder = altered("id: stock_count", "id: [")
    with pytest.raises(ScenarioError, match=r"scenario\.yaml: not valid YAML"):
        load_scenario(folder)


def test_content_hash_changes_with_any_file_and_with_any_name(altered: Alter) -> None:
    before = load_scenario(altered("Thank you", "Thank you", "documents/replies/thanks.md"))
    first = before.content_sha256
    (before.folder / "documents" / "replies" / "thanks.md").rename(
        before.folder / "documents" / "replies" / "thx.md"
    )
    moved = Scenario.model_validate({**before.model_dump(by_alias=True), "folder": before.folder})
    assert len(first) == 64
    assert moved.content_sha256 == first, "a loaded scenario is not read again"
    assert _fresh_hash(before.folder) != first


def _fresh_hash(folder: Path) -> str:
    copy = folder.parent / "copy" / folder.name
    copy.parent.mkdir()
    folder.rename(copy)
    return load_scenario(copy).content_sha256


def test_the_shipped_scenarios_load() -> None:
    scenarios = load_scenarios()
    assert {"quarter_close_revenue", "vaccine_cold_chain"} <= set(scenarios)
    assert list(scenarios) == sorted(scenarios)


def test_an_unknown_scenario_is_answered_with_what_may_be_meant(private_dir: Path) -> None:
    with pytest.raises(ScenarioError, match=r"'stok_count' in .*, did you mean stock_count\?"):
        find_scenario("stok_count", str(private_dir))
    with pytest.raises(ScenarioError, match=r"'stock_count' among the shipped.*--scenarios-dir"):
        find_scenario("stock_count")


def test_a_folder_without_scenarios_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"no scenario\.yaml below it"):
        load_scenarios(str(tmp_path))
