"""Render a scenario's templates with the facts of its generated world."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, Undefined
from jinja2.environment import TemplateExpression
from jinja2.sandbox import SandboxedEnvironment

from ..errors import ScenarioError

_ENVIRONMENT = SandboxedEnvironment(
    undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
)
_ENVIRONMENT.filters["thousands"] = lambda number: f"{number:,}"

_ONE_EXPRESSION = re.compile(r"\{\{((?:(?!\}\}).)*)\}\}", re.DOTALL)


def render(template: str, facts: Mapping[str, Any], where: str) -> str:
    """Render `template` with `facts`.

    Args:
        template: Jinja text; an unknown name is an error, not an empty string.
        facts: Values by name.
        where: File and key, for error messages.

    Raises:
        ScenarioError: the template is malformed or uses an unknown fact.
    """
    try:
        return _compiled(template).render(facts)
    except TemplateError as e:
        raise _not_rendered(where, e, facts) from e


@lru_cache(maxsize=4096)
def _compiled(template: str) -> Template:
    return _ENVIRONMENT.from_string(template)


def render_file(file: Path, facts: Mapping[str, Any]) -> str:
    """Render a text file as a template.

    Raises:
        ScenarioError: the file is missing, is not UTF-8 text, or does not render.
    """
    try:
        template = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise ScenarioError(f"{file}: cannot be read as UTF-8 text: {e}") from e
    return render(template, facts, str(file))


def render_values(value: Any, facts: Mapping[str, Any], where: str) -> Any:
    """Render every string in nested lists and mappings; leave other values unchanged.

    A string that is a single expression, such as `{{ mail.order }}`, becomes the fact
    itself, so a number stays a number.
    """
    if isinstance(value, str):
        alone = _ONE_EXPRESSION.fullmatch(value.strip())
        return _evaluate(alone[1], facts, where) if alone else render(value, facts, where)
    if isinstance(value, Mapping):
        return {key: render_values(item, facts, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [render_values(item, facts, f"{where}[{i}]") for i, item in enumerate(value)]
    return value


def _evaluate(expression: str, facts: Mapping[str, Any], where: str) -> Any:
    try:
        found = _compiled_expression(expression)(facts)
        if isinstance(found, Undefined):
            found._fail_with_undefined_error()
    except TemplateError as e:
        raise _not_rendered(where, e, facts) from e
    return found


@lru_cache(maxsize=4096)
def _compiled_expression(expression: str) -> TemplateExpression:
    return _ENVIRONMENT.compile_expression(expression, undefined_to_none=False)


def _not_rendered(where: str, error: TemplateError, facts: Mapping[str, Any]) -> ScenarioError:
    return ScenarioError(f"{where}: {error}; facts are: {', '.join(sorted(facts))}")


def render_number(value: float | str, facts: Mapping[str, Any], where: str) -> float:
    """Return a number, or a template that renders to one, as a float.

    Raises:
        ScenarioError: the template does not render to a number.
    """
    text = render(str(value), facts, where)
    try:
        return float(text)
    except ValueError as e:
        raise ScenarioError(f"{where}: must render to a number, not '{text}'") from e
