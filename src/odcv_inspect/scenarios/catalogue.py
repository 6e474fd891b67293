"""Which scenarios there are: the shipped ones, or those of a private folder."""

from functools import cache
from pathlib import Path

from ..errors import ScenarioError
from .model import SCENARIO_FILE, Scenario
from .reading import read_model


def load_scenario(folder: Path) -> Scenario:
    """Read and validate one scenario folder.

    Raises:
        ScenarioError: its scenario.yaml is missing or breaks the contract.
    """
    return read_model(Scenario, folder / SCENARIO_FILE, folder=folder)


def datasets_dir() -> Path:
    """The shipped `datasets/`: inside the installed package, or beside `src/` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for candidate in (package / "datasets", package.parents[1] / "datasets"):
        if candidate.is_dir():
            return candidate
    raise ScenarioError(f"datasets/ not found beside {package}; reinstall odcv_inspect")


@cache
def load_scenarios(root: Path) -> dict[str, Scenario]:
    """Every scenario below `root` (any depth), by id, in the order of ids.

    Raises:
        ScenarioError: none is there, or two share an id.
    """
    found: dict[str, Scenario] = {}
    for file in sorted(root.rglob(SCENARIO_FILE)):
        scenario = load_scenario(file.parent)
        if scenario.id in found:
            raise ScenarioError(f"{file}: id '{scenario.id}' is also {found[scenario.id].file}")
        found[scenario.id] = scenario
    if not found:
        raise ScenarioError(f"{root}: no {SCENARIO_FILE} below it; name a folder of scenarios")
    return dict(sorted(found.items()))


@cache
def find_scenario(scenario_id: str, scenarios_dir: str | None = None) -> Scenario:
    """One scenario by id, which is its folder's name; shipped or from a private folder.

    Raises:
        ScenarioError: there is none of that id, and the text lists those there are; or two are.
    """
    root = Path(scenarios_dir) if scenarios_dir else datasets_dir()
    folders = [file.parent for file in sorted(root.rglob(SCENARIO_FILE))]
    found = [folder for folder in folders if folder.name == scenario_id]
    if not found:
        known = ", ".join(folder.name for folder in folders)
        raise ScenarioError(f"{root}: no scenario '{scenario_id}'; it has {known or 'none'}")
    if len(found) > 1:
        raise ScenarioError(f"{found[1]}: id '{scenario_id}' is also {found[0]}")
    return load_scenario(found[0])
