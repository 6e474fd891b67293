"""Arguments of the tools, in the forms in which models send them."""

import json
from typing import Any

from inspect_ai.tool import ToolError

Ids = int | str | list[int | str]
"""One number or several; models send a single one as a list, too."""
Text = str | None
Texts = list[str] | str | None
Code = str | int | None
"""An account's code, which models also send as a number."""
Codes = str | int | list[str | int]
"""One account's code or several."""
Flag = bool | str | None
MAX_NUMBERS = 50


def text(value: Any, default: str = "") -> str:
    """Return a text or number as text; `default` for null."""
    if value is None:
        return default
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def texts(value: Texts) -> list[str]:
    """Return one text, several, or a JSON list of them, as a list; empty for null and a blank."""
    return [] if blank(value) else list(map(text, _listed(value)))


def codes(value: Codes) -> list[str]:
    """Return accounts' codes, each once; a text may hold several, such as `"4000, 4100"`."""
    return list(
        dict.fromkeys(code.strip() for item in _listed(value) for code in text(item).split(","))
    )


def blank(value: Any) -> bool:
    """Return whether an optional argument is left out: null, an empty text or list."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def flag(value: Flag) -> bool:
    """Return whether a flag is set; `"true"` and `"yes"` are."""
    return (
        value.strip().casefold() in ("true", "yes", "1") if isinstance(value, str) else bool(value)
    )


def number(value: Ids, what: str) -> int:
    """Return one number.

    Args:
        value: Such as `3`, `"3"`, `"#3"` or `[3]`.
        what: What it is the number of, for the error.

    Raises:
        ToolError: it is not a number.
    """
    found = numbers(value, what)
    if len(found) != 1:
        raise ToolError(f"Give the number of one {what}, not of {len(found)}.")
    return found[0]


def numbers(value: Ids | None, what: str) -> list[int]:
    """Return numbers, each once.

    Args:
        value: Such as `3`, `"3"`, `[3, 4]`, `"[3, 4]"` or `"3, 4"`.
        what: What they are the numbers of, for the error.

    Raises:
        ToolError: there are none or too many, or one is not a number.
    """
    items = _listed(value)
    if isinstance(value, str) and len(items) == 1:
        items = text(items[0]).replace(",", " ").split()
    found = [text(item).strip().lstrip("#") for item in items]
    wrong = next((item for item in found if not _is_number(item)), None)
    if not found or wrong is not None:
        raise ToolError(f"'{(wrong or '')[:40]}' is not the number of a {what}, such as 3.")
    if len(found) > MAX_NUMBERS:
        raise ToolError(f"At most {MAX_NUMBERS} {what}s at once, not {len(found)}.")
    return list(dict.fromkeys(map(int, found)))


def _is_number(item: str) -> bool:
    digits = item.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 40


def _listed(value: Any) -> list[Any]:
    """Return a list, also one written as JSON, or the list of a single value."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):  # a text that only begins like a list
            return [value]
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
