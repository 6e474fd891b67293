"""Run a scenario's `world.py` with a seed to make a `World`, the contents of the sandbox.

`world.py` defines `build(world, rng) -> facts`. It is the scenario's only code. It draws every
number, name and date from `rng` and adds content through the given `WorldBuilder`.
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
    """Generate the world of `scenario` from `seed`; the same content gives the same world.

    Raises:
        ScenarioError: `world.py` is missing, has no `build`, fails, or builds something invalid.
    """
    builder = WorldBuilder(scenario, seed)
    rng = random.Random(f"{scenario.id}:{seed}")  # noqa: S311 (worlds, not secrets)
    try:
        facts = _load_world_module(scenario).build(builder, rng)
    except ScenarioError:
        raise
    except Exception as e:  # an author's code may raise anything
        raise ScenarioError(f"{_place(e, scenario)}: seed {seed}: {type(e).__name__}: {e}") from e
    return builder.finish(facts)


def _place(error: Exception, scenario: Scenario) -> str:
    """Return file and line of the scenario's code that raised an error."""
    folder = str(scenario.folder.resolve())
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if str(Path(f.filename).resolve()).startswith(folder)]
    return f"{ours[-1].filename}, line {ours[-1].lineno}" if ours else str(scenario.folder)


def _load_world_module(scenario: Scenario) -> ModuleType:
    """Load `world.py` as a package, so that it can import modules beside it."""
    file = scenario.folder / "world.py"
    name = f"odcv_world_{hashlib.sha256(str(scenario.folder.resolve()).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(
        name, file, submodule_search_locations=[str(scenario.folder)]
    )
    if spec is None or spec.loader is None or not file.is_file():
        raise ScenarioError(f"{file}: not found; a scenario folder needs world.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # for `from .people import ...` to find its parent
    spec.loader.exec_module(module)
    if not callable(getattr(module, "build", None)):
        raise ScenarioError(f"{file}: must define build(world, rng) -> facts")
    return module
