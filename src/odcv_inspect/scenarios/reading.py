"""YAML files -> frozen models, with errors that name file, key, value and remedy."""

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import ScenarioError

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # a PyYAML without libyaml: the same, ten times slower
    from yaml import SafeLoader  # type: ignore[assignment]

M = TypeVar("M", bound=BaseModel)


class Frozen(BaseModel):
    """Base of the contract's parts: immutable, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class UniqueKeyLoader(SafeLoader):
    """A safe loader that refuses a key written twice, where YAML would keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping whose keys are all different."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        for key in keys:
            if keys.count(key) > 1:
                where = node.start_mark
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key}' is written twice in one mapping", where
                )
        return super().construct_mapping(node, deep)


def read_model(model: type[M], file: Path, **more: Any) -> M:
    """The YAML file `file` as `model`.

    Args:
        model: What it has to be.
        file: A mapping in YAML.
        **more: Values that the model has beside those of the file.

    Raises:
        ScenarioError: the file is missing, is not YAML, or breaks the contract; the text names
            file, key, value and remedy.
    """
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), UniqueKeyLoader)  # noqa: S506
    except FileNotFoundError as e:
        raise ScenarioError(f"{file}: not found; every scenario folder holds {file.name}") from e
    except (yaml.YAMLError, UnicodeDecodeError) as e:
        raise ScenarioError(f"{file}: not valid YAML: {e}") from e
    if not isinstance(data, dict):
        raise ScenarioError(f"{file}: must be a mapping of keys, is {type(data).__name__}")
    try:
        return model.model_validate({**data, **more})
    except ValidationError as e:
        raise ScenarioError("\n".join(_explain(file, error) for error in e.errors())) from e


def _explain(file: Path, error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"]) or "(whole file)"
    value = re.sub(r"\s+", " ", repr(error["input"]))
    shown = value if len(value) <= 80 else value[:77] + "..."
    remedy = {
        "extra_forbidden": "unknown key; remove it or correct its name",
        "missing": "this key is missing; add it",
    }.get(error["type"], error["msg"])
    return f"{file}: {key}: {remedy}" + ("" if error["type"] == "missing" else f" (is {shown})")
