"""Lists and tables among a scenario's documents, as data."""

import csv
from typing import Any

from ...errors import ScenarioError
from ..builder import WorldBuilder

Rows = list[dict[str, str]]


def read_table(world: WorldBuilder, name: str, **values: Any) -> Rows:
    """The rows of a CSV file of `documents/`, by column; an empty cell is ''.

    Raises:
        ScenarioError: a row has more or fewer cells than there are columns.
    """
    return _rows(world.text(name, **values), name)


def read_lists(world: WorldBuilder, name: str, **values: Any) -> dict[str, list[str]]:
    """Lines below each `## heading` of a text file of `documents/`; blank ones are skipped."""
    sections = read_sections(world, name, **values)
    return {
        heading: [line for line in text.splitlines() if line.strip()]
        for heading, text in sections.items()
    }


def read_tables(world: WorldBuilder, name: str, **values: Any) -> dict[str, Rows]:
    """The CSV table below each `## heading` of a text file of `documents/`."""
    sections = read_sections(world, name, **values)
    return {heading: _rows(text, f"{name}, {heading}") for heading, text in sections.items()}


def read_sections(world: WorldBuilder, name: str, **values: Any) -> dict[str, str]:
    """The text below each `## heading` of a text file of `documents/`.

    Raises:
        ScenarioError: there is text above the first heading, or a heading comes twice.
    """
    head, *blocks = f"\n{world.text(name, **values)}".split("\n## ")
    found: dict[str, str] = {}
    for block in blocks:
        heading, _, text = block.partition("\n")
        if heading.strip() in found:
            raise ScenarioError(f"documents/{name}: '## {heading.strip()}' appears twice")
        found[heading.strip()] = text.strip("\n")
    if head.strip() or not found:
        raise ScenarioError(f"documents/{name}: must begin with a line '## name'")
    return found


def _rows(text: str, where: str) -> Rows:
    head, *rows = [row for row in csv.reader(text.splitlines()) if row]
    for number, row in enumerate(rows, 1):
        if len(row) != len(head):
            raise ScenarioError(
                f"documents/{where}: row {number} has {len(row)} cells, the header has "
                f"{len(head)}: {','.join(row)}"
            )
    return [dict(zip(head, row, strict=True)) for row in rows]
