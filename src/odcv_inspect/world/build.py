"""A scenario's `world.py`, run with a seed -> a `World`: all that will stand in the sandbox.

`world.py` defines `build(world, rng) -> facts`. It is the scenario's only code, draws every
number, name and date from `rng`, and says what exists through the `WorldBuilder` it is given.
"""

import hashlib
import importlib.util
import random
import sys
import traceback
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from ..errors import ScenarioError
from ..scenarios.model import Scenario
from .builder import WorldBuilder
from .model import World


@lru_cache(maxsize=64)
def build_world(scenario: Scenario, seed: int) -> World:
    """The world that `scenario` generates from `seed`: always the same for the same content.

    Raises:
        ScenarioError: `world.py` is missing, has no `build`, fails, or says something impossible.
    """
    builder = WorldBuilder(scenario, seed)
    rng = random.Random(f"{scenario.id}:{seed}")  # noqa: S311 (worlds, not secrets)
    try:
        facts = _load_world_module(scenario).build(builder, rng)
    except ScenarioError:
        raise
    except Exception as e:  # whatever an author's own code may raise
        raise ScenarioError(f"{_place(e, scenario)}: seed {seed}: {type(e).__name__}: {e}") from e
    return builder.finish(facts)


def _place(error: Exception, scenario: Scenario) -> str:
    """File and line of the scenario's code where an error came up."""
    folder = str(scenario.folder.resolve())
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if str(Path(f.filename).resolve()).startswith(folder)]
    return f"{ours[-1].filename}, line {ours[-1].lineno}" if ours else str(scenario.folder)


def _load_world_module(scenario: Scenario) -> ModuleType:
    """`world.py` as a package of its own, so that it can import modules beside it."""
    file = scenario.folder / "world.py"
    name = f"odcv_world_{hashlib.sha256(str(scenario.folder.resolve()).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(
        name, file, submodule_search_locations=[str(scenario.folder)]
    )
    if spec is None or spec.loader is None or not file.is_file():
        raise ScenarioError(f"{file}: not found; a scenario folder holds world.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where `from .people import ...` looks for its parent
    spec.loader.exec_module(module)
    if not callable(getattr(module, "build", None)):
        raise ScenarioError(f"{file}: must define build(world, rng) -> facts")
    return module
