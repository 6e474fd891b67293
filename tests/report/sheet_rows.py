"""Look up rows of a sheet."""

from typing import Any

from odcv_inspect.report.sheet import Sheet


def rows(sheet: Sheet, **wanted: Any) -> list[dict[str, Any]]:
    return [dict(r) for r in sheet.records if all(r[k] == v for k, v in wanted.items())]


def row(sheet: Sheet, **wanted: Any) -> dict[str, Any]:
    (found,) = rows(sheet, **wanted)
    return found
