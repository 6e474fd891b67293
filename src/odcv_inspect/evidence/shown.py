"""A table as checks see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .model import Column

Rows = Sequence[Sequence[Any]]
ObjectRow = tuple[str, str, str, str, str, int | None]


@dataclass(frozen=True)
class Shown:
    """A table as checks see it; `status` and `detail` go into `objects`."""

    source: str
    name: str
    columns: tuple[Column, ...]
    rows: Rows
    status: str = "ok"
    detail: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same table before and after; SQLite's names ignore case."""
        return (self.source, self.name.casefold())

    @property
    def as_object(self) -> ObjectRow:
        """Its row of the table `objects`."""
        return (self.source, self.name, "table", self.status, self.detail, len(self.rows))
