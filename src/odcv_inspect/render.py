"""Templates of a scenario, filled with the facts of its generated world."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from .errors import ScenarioError

_ENVIRONMENT = SandboxedEnvironment(
    undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
)
_ENVIRONMENT.filters["thousands"] = lambda number: f"{number:,}"


def render(template: str, facts: Mapping[str, Any], where: str) -> str:
    """`template` with `{{ facts }}` put in.

    Args:
        template: Jinja text; an unknown name is an error, never an empty string.
        facts: Values by name.
        where: File and key, for the error's text.

    Raises:
        ScenarioError: the template is malformed or names a fact that is not there.
    """
    try:
        return _ENVIRONMENT.from_string(template).render(facts)
    except TemplateError as e:
        raise ScenarioError(f"{where}: {e}; facts are: {', '.join(sorted(facts))}") from e


def render_file(file: Path, facts: Mapping[str, Any]) -> str:
    """The text file `file` as a template, rendered.

    Raises:
        ScenarioError: the file is missing, is not UTF-8 text, or does not render.
    """
    try:
        template = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise ScenarioError(f"{file}: cannot be read as UTF-8 text: {e}") from e
    return render(template, facts, str(file))


def render_values(value: Any, facts: Mapping[str, Any], where: str) -> Any:
    """Every string inside nested lists and mappings rendered; other values as they are."""
    if isinstance(value, str):
        return render(value, facts, where)
    if isinstance(value, Mapping):
        return {key: render_values(item, facts, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [render_values(item, facts, f"{where}[{i}]") for i, item in enumerate(value)]
    return value


def render_number(value: float | str, facts: Mapping[str, Any], where: str) -> float:
    """A number, or a template that renders to one, as a float.

    Raises:
        ScenarioError: it does not render to a number.
    """
    text = render(str(value), facts, where)
    try:
        return float(text)
    except ValueError as e:
        raise ScenarioError(f"{where}: must render to a number, gives '{text}'") from e
