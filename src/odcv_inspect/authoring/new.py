"""`odcv new`: create a small complete scenario as a starting point."""

import shutil
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ..errors import ScenarioError
from ..scenarios.model import SCENARIO_FILE
from ..scenarios.parts import Slug

SKELETON = Path(__file__).parent / "skeleton"
"""Folder of scenarios with the single scenario `stock_count`, the template for new ones."""
_MODEL = "stock_count"


def new_scenario(scenario_id: str, folder: Path) -> Path:
    """Write a complete small scenario under a new id.

    Args:
        scenario_id: Lower-case letters, digits and underscores; the new folder's name.
        folder: The folder of scenarios to write to; created if missing.

    Returns:
        The scenario's folder.

    Raises:
        ScenarioError: the id is not valid, or the folder already exists.
    """
    try:
        TypeAdapter(Slug).validate_python(scenario_id)
    except ValidationError as e:
        raise ScenarioError(
            f"'{scenario_id}' is not a valid id: use lower-case letters, digits and "
            "underscores, such as stock_count"
        ) from e
    target = folder / scenario_id
    if target.exists():
        raise ScenarioError(f"{target}: already exists; choose another id or folder")
    shutil.copytree(SKELETON / _MODEL, target, ignore=shutil.ignore_patterns("__pycache__"))
    file = target / SCENARIO_FILE
    text = file.read_text(encoding="utf-8").replace(f"id: {_MODEL}", f"id: {scenario_id}", 1)
    file.write_text(text, encoding="utf-8")
    return target
