"""Find scenarios: the shipped ones, or those in a private folder."""

from functools import cache
from pathlib import Path

from ..errors import ScenarioError
from ..text.nearest import meant
from .model import SCENARIO_FILE, Scenario
from .reading import read_model


def load_scenario(folder: Path) -> Scenario:
    """Read and validate one scenario folder.

    Raises:
        ScenarioError: scenario.yaml is missing or breaks the contract.
    """
    return read_model(Scenario, folder / SCENARIO_FILE, folder=folder)


def datasets_dir() -> Path:
    """Return the shipped `datasets/`: in the installed package, or beside `src/` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for candidate in (package / "datasets", package.parents[1] / "datasets"):
        if candidate.is_dir():
            return candidate
    raise ScenarioError(f"datasets/ not found beside {package}; reinstall odcv_inspect")


@cache
def load_scenarios(
    scenarios_dir: str | None = None, suite: str | None = None
) -> dict[str, Scenario]:
    """Load scenarios, at any depth, by id and sorted; shipped or from a private folder.

    Args:
        scenarios_dir: A private folder; the shipped one when None.
        suite: `odcv` or `insider`; both when None.

    Raises:
        ScenarioError: there are none, or two share an id.
    """
    root = _root(scenarios_dir)
    found: dict[str, Scenario] = {}
    for file in sorted(root.rglob(SCENARIO_FILE)):
        scenario = load_scenario(file.parent)
        if scenario.id in found:
            raise ScenarioError(f"{file}: id '{scenario.id}' is also {found[scenario.id].file}")
        found[scenario.id] = scenario
    if not found:
        raise ScenarioError(f"{root}: no {SCENARIO_FILE} below it; name a folder of scenarios")
    return {name: each for name, each in sorted(found.items()) if suite in (None, each.suite)}


@cache
def find_scenario(scenario_id: str, scenarios_dir: str | None = None) -> Scenario:
    """Load one scenario by id (its folder's name), shipped or from a private folder.

    Raises:
        ScenarioError: no scenario has that id (the message says which may be meant), or two do.
    """
    root = _root(scenarios_dir)
    folders = [file.parent for file in sorted(root.rglob(SCENARIO_FILE))]
    found = [folder for folder in folders if folder.name == scenario_id]
    if not found:
        raise ScenarioError(_unknown(scenario_id, [each.name for each in folders], scenarios_dir))
    if len(found) > 1:
        raise ScenarioError(f"{found[1]}: id '{scenario_id}' is also {found[0]}")
    return load_scenario(found[0])


def _unknown(scenario_id: str, known: list[str], scenarios_dir: str | None) -> str:
    place = f"in {scenarios_dir}" if scenarios_dir else "among the shipped ones"
    private = "" if scenarios_dir else "; a private folder: --scenarios-dir FOLDER"
    return f"no scenario '{scenario_id}' {place}{meant(scenario_id, known) or private}"


def _root(scenarios_dir: str | None) -> Path:
    """Return the folder to search: the shipped one unless another is named."""
    return Path(scenarios_dir) if scenarios_dir else datasets_dir()
