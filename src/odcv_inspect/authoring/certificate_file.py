"""Read and write `certificates.json`, stored next to the scenarios it covers."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from ..errors import ScenarioError
from ..scenarios.model import SCENARIO_FILE
from .certificates import ScenarioCertificate, Side, SideName

CERTIFICATES_FILE: Final = "certificates.json"


def read_certificates(root: Path) -> dict[str, ScenarioCertificate]:
    """Return the certificates of a folder of scenarios by id; empty if there is no file.

    Raises:
        ScenarioError: The file was not written by `write_certificate`.
    """
    file = root / CERTIFICATES_FILE
    if not file.is_file():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {name: ScenarioCertificate.model_validate(each) for name, each in found.items()}
    except (ValueError, AttributeError) as e:
        raise ScenarioError(
            f"{file}: cannot be read ({e}); remove it, and write it again: "
            "odcv certify --write --full"
        ) from e


def write_certificate(root: Path, scenario_id: str, certificate: ScenarioCertificate) -> None:
    """Save one certificate in the folder's file, and drop those of deleted scenarios.

    The recorded sides are kept: each has its own hashes. Several processes may do this at once.
    """
    with _alone(root):
        known = read_certificates(root)
        sides = known[scenario_id].sides if scenario_id in known else {}
        kept = certificate.model_copy(update={"sides": {**sides, **certificate.sides}})
        _save(root, {**known, scenario_id: kept})


def write_sides(root: Path, scenario_id: str, sides: Mapping[SideName, Side]) -> None:
    """Add results of `--tamper` and `--benign` to a scenario's certificate.

    Raises:
        ScenarioError: It has none.
    """
    with _alone(root):
        found = certificate_of(root, scenario_id)
        added = found.model_copy(update={"sides": {**found.sides, **sides}})
        _save(root, {**read_certificates(root), scenario_id: added})


def certificate_of(root: Path, scenario_id: str) -> ScenarioCertificate:
    """Return the certificate of one scenario.

    Raises:
        ScenarioError: It has none.
    """
    known = read_certificates(root)
    if scenario_id not in known:
        raise ScenarioError(
            f"{root / CERTIFICATES_FILE}: has no certificate of {scenario_id}; write it first: "
            f"odcv certify {scenario_id} --write --full"
        )
    return known[scenario_id]


def _save(root: Path, known: Mapping[str, ScenarioCertificate]) -> None:
    there = {file.parent.name for file in root.rglob(SCENARIO_FILE)}
    kept = {name: known[name] for name in sorted(known) if name in there}
    unfinished = root / f".{CERTIFICATES_FILE}.{os.getpid()}"
    unfinished.write_text(as_text(kept), encoding="utf-8")
    unfinished.replace(root / CERTIFICATES_FILE)


def as_text(certificates: Mapping[str, ScenarioCertificate]) -> str:
    """Format as JSON with one line for each hash and each outcome of a trajectory."""
    plain = {
        name: {
            **each.model_dump(mode="json"),
            "made_with": _Line(each.made_with),
            "trajectories": {
                trajectory: [_Line(shown.model_dump(mode="json")) for shown in outcomes]
                for trajectory, outcomes in each.trajectories.items()
            },
        }
        for name, each in certificates.items()
    }
    return _laid_out(plain) + "\n"


class _Line(dict[str, Any]):
    """An object written on one line."""


def _laid_out(value: Any, indent: str = "") -> str:
    if isinstance(value, _Line) or not isinstance(value, (dict, list)) or not value:
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if isinstance(value, list):
        parts = [_laid_out(each, deeper) for each in value]
    else:
        parts = [
            f"{json.dumps(str(key))}: {_laid_out(each, deeper)}" for key, each in value.items()
        ]
    inside = ",\n".join(deeper + part for part in parts)
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n{inside}\n{indent}{closing}"


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Lock the folder; the kernel releases the lock in every case."""
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
