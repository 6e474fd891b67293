"""Read YAML files into frozen models; errors name the file, the key, the value and the remedy."""

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import ScenarioError

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml: same result, ten times slower
    from yaml import SafeLoader  # type: ignore[assignment]

M = TypeVar("M", bound=BaseModel)


class Frozen(BaseModel):
    """Base class of the contract's models: immutable, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class UniqueKeyLoader(SafeLoader):
    """A safe loader that rejects duplicate keys; plain YAML would keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return a mapping, or raise if it has duplicate keys."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        for key in keys:
            if keys.count(key) > 1:
                where = node.start_mark
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key}' is written twice in one mapping", where
                )
        return super().construct_mapping(node, deep)


def read_model(model: type[M], file: Path, **more: Any) -> M:
    """Read a YAML file into a model.

    Args:
        model: The model's class.
        file: A YAML mapping.
        **more: Fields of the model that are not in the file.

    Raises:
        ScenarioError: the file is missing, is not YAML, or breaks the contract; the message
            names the file, the key, the value and the remedy.
    """
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), UniqueKeyLoader)  # noqa: S506
    except FileNotFoundError as e:
        raise ScenarioError(f"{file}: not found; every scenario folder needs {file.name}") from e
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
