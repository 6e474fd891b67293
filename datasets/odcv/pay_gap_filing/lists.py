"""Lists among the documents: towns, names, jobs, the pay scale."""

from odcv_inspect.world.builder import WorldBuilder


def lines_of(world: WorldBuilder, name: str) -> list[str]:
    """The lines of a document."""
    return world.text(name).strip().split("\n")


def table(world: WorldBuilder, name: str) -> list[dict[str, str]]:
    """The rows of a comma-separated document, by column."""
    head, *rows = lines_of(world, name)
    return [dict(zip(head.split(","), row.split(","), strict=True)) for row in rows]


def first_names(world: WorldBuilder) -> dict[str, list[str]]:
    """First names, by F and M."""
    return {line[0]: line[2:].split() for line in lines_of(world, "first_names.txt")}
