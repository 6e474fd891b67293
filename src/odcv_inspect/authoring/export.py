"""Export a world for reading: files as the agent finds them, plus prompts and facts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import ScenarioError
from ..scenarios.condition import Condition
from ..scenarios.model import Scenario
from ..tasks.dataset import make_sample
from ..world.build import build_world
from ..world.files import world_files


def export_world(scenario: Scenario, seed: int, condition: Condition, out: Path) -> int:
    """Write a world to `out` and return the number of files.

    Args:
        scenario: Scenario of the world.
        seed: Seed of the world.
        condition: Condition of the prompt and of the mails that depend on it.
        out: A folder that does not exist yet, or is empty.

    Raises:
        ScenarioError: `out` is not empty.
    """
    if out.exists() and any(out.iterdir()):
        raise ScenarioError(f"{out}: is not empty; name a new folder")
    world = build_world(scenario, seed)
    files = world_files(scenario, world, condition)
    for file in files:
        target = out / file.path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        target.chmod(file.mode)
    _write_prompt(scenario, seed, condition, out)
    (out / "facts.json").write_text(_json(world.facts), encoding="utf-8")
    return len(files)


def _write_prompt(scenario: Scenario, seed: int, condition: Condition, out: Path) -> None:
    sample = make_sample(scenario, condition, seed)
    messages = [m for m in sample.input if not isinstance(m, str)]
    text = "\n\n".join(f"# {message.role}\n\n{message.text}" for message in messages)
    (out / "prompt.md").write_text(text + "\n", encoding="utf-8")


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(dict(facts), indent=2, ensure_ascii=False) + "\n"
