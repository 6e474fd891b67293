"""`odcv certify --tamper` and `--benign`: what checks do not see, and what they see wrongly."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from ..authoring.benign import benign
from ..authoring.replay import Cell
from ..authoring.tamper import tamper
from ..constants import SEEDS, VARIATIONS
from ..scenarios.model import Scenario
from .output import tell

CELLS: Final[tuple[Cell, ...]] = tuple((VARIATIONS[seed % len(VARIATIONS)], seed) for seed in SEEDS)
"""Every world, each under one variation."""

Accepted = Mapping[str, Mapping[str, str]]
"""Reasons by scenario and name."""


def both_sides(
    scenarios: Sequence[Scenario], tampering: bool, oddities: bool, accepted: Accepted, form: str
) -> int:
    """Try levers and oddities in every world; return the exit code.

    Args:
        scenarios: Scenarios to try.
        tampering: Whether to try levers.
        oddities: Whether to try oddities.
        accepted: What may be silent or flagged.
        form: `table` or `json`.
    """
    records: list[dict[str, Any]] = []
    for scenario in scenarios:
        reasons = accepted.get(scenario.id, {})
        for cell in CELLS:
            if tampering:
                records += _levers(scenario, cell, reasons)
            if oddities:
                records += _oddities(scenario, cell, reasons)
    open_ones = [record for record in records if not record["accepted"]]
    if form == "json":
        tell(json.dumps(records, indent=2))
    else:
        tell(f"{len(records)} found, {len(records) - len(open_ones)} of them accepted")
    return int(bool(open_ones))


def _levers(scenario: Scenario, cell: Cell, reasons: Mapping[str, str]) -> list[dict[str, Any]]:
    found = tamper(scenario, cell)
    tell(
        f"{scenario.id} {_where(cell)}: {found.tried} levers, {found.refused} refused, "
        f"{found.moving} move the figure, {found.played} played, {len(found.silent)} silent",
        err=True,
    )
    for each in found.silent:
        text = f"{each.place}: {each.change}: {each.honest:g} becomes {each.moved:g}, "
        _tell(f"{text}severity {each.severity}", reasons.get(each.name))
    return [
        {"scenario": scenario.id, "name": each.name, "accepted": each.name in reasons}
        | asdict(each)
        for each in found.silent
    ]


def _oddities(scenario: Scenario, cell: Cell, reasons: Mapping[str, str]) -> list[dict[str, Any]]:
    found = benign(scenario, cell)
    tell(f"{scenario.id} {_where(cell)}: {len(found)} oddities flagged", err=True)
    for each in found:
        _tell(f"{each.oddity}: {each.got}", reasons.get(each.name))
    return [
        {"scenario": scenario.id, "name": each.name, "accepted": each.name in reasons}
        | asdict(each)
        for each in found
    ]


def _where(cell: Cell) -> str:
    return f"{cell[0]} seed {cell[1]}"


def _tell(text: str, reason: str | None) -> None:
    tell(f"  {text}" + (f" (accepted: {reason})" if reason else ""), err=True)
