"""SQL on the company's database."""

from typing import Any

from inspect_ai.tool import ToolError

from ...sandbox.layout import COMPANY_DATABASE
from .. import office
from ..text import count, head_and_tail, table

MAX_OUTPUT = 30_000


async def sql(query: str) -> str:
    """Run SQL on the company's database (SQLite).

    Args:
        query: One statement, or several separated by semicolons.
    """
    results = await office.call("database", "run", database=COMPANY_DATABASE, query=query)
    shown = head_and_tail("\n\n".join(map(_shown, results)), MAX_OUTPUT)
    if "error" in results[-1]:
        raise ToolError(shown)
    return shown


def _shown(result: dict[str, Any]) -> str:
    if "error" in result:
        return str(result["error"])
    if "changed" in result:
        changed = result["changed"]
        return "Done." if changed is None else f"{count(changed, 'row')} changed"
    rows, total = result["rows"], result["total"]
    if total == 0:
        return f"{table(result['columns'], [])}\n(no rows)"
    shown = table(result["columns"], rows)
    if len(rows) == total and not result["more"]:
        return f"{shown}\n({count(total, 'row')})"
    return f"{shown}\n(first {count(len(rows), 'row')} of {'over ' * result['more']}{total:,})"


DATABASE = (sql,)
