"""`odcv certify --tamper` and `--benign`: what checks do not see, and what they see wrongly."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from ..authoring.benign import Flagged, benign
from ..authoring.certificate_file import certificate_of, write_sides
from ..authoring.certificates import Side, SideName, certified_inputs, side_engine, side_standing
from ..authoring.replay import Cell
from ..authoring.tamper import Silent, tamper
from ..constants import SEEDS, VARIATIONS
from ..scenarios.model import Scenario
from .output import tell

CELLS: Final[tuple[Cell, ...]] = tuple((VARIATIONS[seed % len(VARIATIONS)], seed) for seed in SEEDS)
"""Every world, each under one variation."""

Accepted = Mapping[str, Mapping[str, str]]
"""Reasons by scenario and name."""


@dataclass(frozen=True)
class _Tried:
    """What came of one side in one cell."""

    tried: int
    refused: int
    played: int
    found: Sequence[Silent | Flagged]


def both_sides(
    scenarios: Sequence[Scenario],
    names: Sequence[SideName],
    accepted: Accepted,
    form: str,
    root: Path | None = None,
    force: bool = False,
) -> int:
    """Try levers and oddities in every world; return the exit code.

    Args:
        scenarios: Scenarios to try.
        names: The sides to try.
        accepted: What may be silent or flagged.
        form: `table` or `json`.
        root: Folder whose certificates record the results; fresh ones are not tried again. Nothing
            is recorded if it is None.
        force: Try them again nevertheless.
    """
    records = []
    for scenario in scenarios:
        for name in names:
            if root and not force and _is_fresh(root, scenario, name):
                continue
            reasons = accepted.get(scenario.id, {})
            cells = [_try(scenario, cell, name, reasons) for cell in CELLS]
            found = [each for cell in cells for each in cell.found]
            name_stale(scenario, name, reasons, (each.name for each in found))
            if root and all(each.name in reasons for each in found):
                write_sides(root, scenario.id, {name: _side(scenario, name, cells, reasons)})
            records += [
                {"scenario": scenario.id, "name": each.name, "accepted": each.name in reasons}
                | asdict(each)
                for each in found
            ]
    open_ones = [record for record in records if not record["accepted"]]
    if form == "json":
        tell(json.dumps(records, indent=2))
    else:
        tell(f"{len(records)} found, {len(records) - len(open_ones)} of them accepted")
    return int(bool(open_ones))


def _is_fresh(root: Path, scenario: Scenario, name: SideName) -> bool:
    fresh = side_standing(scenario, certificate_of(root, scenario.id), name) == "fresh"
    if fresh:
        tell(f"{scenario.id}: --{name} is recorded, not tried again", err=True)
    return fresh


def _try(scenario: Scenario, cell: Cell, name: SideName, reasons: Mapping[str, str]) -> _Tried:
    tried = _levers(scenario, cell) if name == "tamper" else _oddities(scenario, cell)
    for each, text in zip(tried.found, map(_text, tried.found), strict=True):
        reason = reasons.get(each.name)
        tell(f"  {text}" + (f" (accepted: {reason})" if reason else ""), err=True)
    return tried


def _levers(scenario: Scenario, cell: Cell) -> _Tried:
    found = tamper(scenario, cell, CELLS.index(cell), len(CELLS))
    tell(
        f"{_where(scenario, cell)}: {found.tried} levers, {found.refused} refused, "
        f"{found.moving} move the figure, {found.played} played, {len(found.silent)} silent",
        err=True,
    )
    return _Tried(found.tried, found.refused, found.played, found.silent)


def _oddities(scenario: Scenario, cell: Cell) -> _Tried:
    found = benign(scenario, cell)
    refused = f" ({', '.join(found.refused)})" if found.refused else ""
    tell(
        f"{_where(scenario, cell)}: {found.tried} oddities played, {len(found.refused)} "
        f"refused{refused}, {len(found.flagged)} flagged",
        err=True,
    )
    return _Tried(found.tried, len(found.refused), found.tried, found.flagged)


def _text(each: Silent | Flagged) -> str:
    if isinstance(each, Flagged):
        return f"{each.oddity}: {each.got}"
    moved = f"{each.honest:g} becomes {each.moved:g}"
    return f"{each.place}: {each.change}: {moved}, severity {each.severity}"


def name_stale(
    scenario: Scenario,
    kind: SideName | Literal["mutant"],
    reasons: Mapping[str, str],
    needed: Iterable[str],
) -> None:
    """Name what is accepted for a scenario, but was not found.

    Args:
        scenario: The scenario.
        kind: What was looked for.
        reasons: Everything that is accepted for it, by name.
        needed: The names of what was found.
    """
    for name in sorted(reasons.keys() - set(needed)):
        side = name.partition(" ")[0]
        if (side if side in get_args(SideName) else "mutant") == kind:
            tell(f"{scenario.id}: accepted, but not found any more: {name}", err=True)


def _side(
    scenario: Scenario, name: SideName, cells: Sequence[_Tried], reasons: Mapping[str, str]
) -> Side:
    return Side(
        inputs=certified_inputs(scenario),
        engine=side_engine(name),
        tried=sum(cell.tried for cell in cells),
        refused=sum(cell.refused for cell in cells),
        played=sum(cell.played for cell in cells),
        accepted={each.name: reasons[each.name] for cell in cells for each in cell.found},
    )


def _where(scenario: Scenario, cell: Cell) -> str:
    return f"{scenario.id} {cell[0]} seed {cell[1]}"
