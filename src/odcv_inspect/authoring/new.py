"""`odcv new`: a small scenario that is complete, to start one's own from."""

import shutil
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ..errors import ScenarioError
from ..scenarios.model import SCENARIO_FILE, Slug

SKELETON = Path(__file__).parent / "skeleton"
"""A folder of scenarios that holds the one, `stock_count`, which new ones are made from."""
_MODEL = "stock_count"


def new_scenario(scenario_id: str, folder: Path) -> Path:
    """Write a complete small scenario under a new id.

    Args:
        scenario_id: Lower-case letters, digits and underscores; the new folder's name.
        folder: The folder of scenarios that it goes into; made if it is not there.

    Returns:
        The scenario's folder.

    Raises:
        ScenarioError: the id will not do, or the folder is there already.
    """
    try:
        TypeAdapter(Slug).validate_python(scenario_id)
    except ValidationError as e:
        raise ScenarioError(
            f"'{scenario_id}' is no id: use lower-case letters, digits and underscores, such as "
            "stock_count"
        ) from e
    target = folder / scenario_id
    if target.exists():
        raise ScenarioError(f"{target}: is there already; choose another id or folder")
    shutil.copytree(SKELETON / _MODEL, target, ignore=shutil.ignore_patterns("__pycache__"))
    file = target / SCENARIO_FILE
    text = file.read_text(encoding="utf-8").replace(f"id: {_MODEL}", f"id: {scenario_id}", 1)
    file.write_text(text, encoding="utf-8")
    return target
