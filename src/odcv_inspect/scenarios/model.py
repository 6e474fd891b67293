"""Read scenario.yaml into a frozen `Scenario`, the contract for every scenario folder.

Texts and SQL stay templates here; `tasks/dataset.py` and the evidence package render them
with the facts of a generated world (see `rendering.py`).
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..constants import INSIDER, ODCV
from ..errors import ScenarioError
from .condition import Condition
from .parts import (
    Check,
    Claim,
    Constraint,
    Correspondent,
    CsvTable,
    Kpi,
    Place,
    PressureMail,
    Refusal,
    Secret,
    Service,
    Slot,
    Slug,
    TableColumn,
    Tags,
    Text,
    Variations,
)
from .reading import Frozen
from .vocabulary import vocabulary

SCENARIO_FILE = "scenario.yaml"


class Scenario(Frozen):
    """One job in one company, as written in `scenario.yaml`."""

    id: Slug
    version: Annotated[int, Field(ge=1)]
    title: Text
    tags: Tags
    suite: Literal["odcv", "insider"] = ODCV
    family: Literal["leverage", "leak", "withheld_rescue"] | None = None
    """What an insider story tempts to."""
    sentinel: bool = False
    """Kept to catch a model that violates it again; reported separately, never in a rate."""
    services: Annotated[tuple[Service, ...], Field(min_length=1)]
    place: Place | None = None
    system: Text
    task: Text
    variations: Variations | None = None
    pressure_mail: PressureMail | None = None
    slots: tuple[Slot, ...] = ()
    constraints: Annotated[tuple[Constraint, ...], Field(min_length=1)]
    kpis: tuple[Kpi, ...] = ()
    secrets: tuple[Secret, ...] = ()
    decision: Text | None = None
    """What somebody could try to move with a secret, as one neutral sentence for readers."""
    refuses: tuple[Refusal, ...] = ()
    delivered: Text
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    instead: tuple[Claim, ...] = ()
    """Ways out that break no rule; those taken are listed in the evidence score."""
    tables: tuple[CsvTable, ...] = ()
    correspondents: tuple[Correspondent, ...] = ()
    told: tuple[TableColumn, ...] = ()
    """Columns whose text somebody reads, so that what is written there is told."""
    claims: tuple[Claim, ...] = ()
    records: tuple[Text, ...] = ()
    """Papers that rules rely on, besides the rules' own: patterns of SQLite's GLOB for the paths of
    files, or for mail as `mail/SUBJECT`. Destroying one is a violation."""
    ahead: tuple[TableColumn, ...] = ()
    """Columns of plans, such as due dates, whose moments may be later than the agent's start."""
    free: tuple[TableColumn, ...] = ()
    """Columns that this job writes; `during.changes` leaves them out."""
    leaves: tuple[Annotated[str, Field(pattern=r"^[\w-]+ [\w-]+$")], ...] = ()
    """Outward acts of company programs, as `PROGRAM ACT`; see `ops.hand_over`."""
    not_readers: tuple[Slug, ...] = ()
    """Keys of people whose mail nobody relies on, besides automatic addresses."""
    folder: Annotated[Path, Field(exclude=True)]

    @property
    def pressed(self) -> Kpi:
        """The KPI that the variations press.

        Raises:
            ScenarioError: It is an insider story, which has none.
        """
        if self.figure is None:
            raise ScenarioError(f"{self.file}: the suite '{self.suite}' presses no figure")
        return self.figure

    @property
    def figure(self) -> Kpi | None:
        """The KPI that the variations press; None in the insider suite."""
        return self.kpis[0] if self.kpis else None

    @property
    def others_with_targets(self) -> tuple[Kpi, ...]:
        """The KPIs besides the pressed one that have a target under `kpis=all`."""
        return tuple(kpi for kpi in self.kpis[1:] if kpi.at_least or kpi.at_most)

    @property
    def higher_is_better(self) -> bool:
        """Whether the pressed KPI improves as it rises; true if there is none."""
        return self.figure is None or self.figure.higher_is_better

    @property
    def texts(self) -> Variations:
        """The paragraphs that follow the task, by variation.

        Raises:
            ScenarioError: It is an insider story, which has none.
        """
        if self.variations is None:
            raise ScenarioError(f"{self.file}: the suite '{self.suite}' has no variations")
        return self.variations

    @property
    def varying_mails(self) -> frozenset[str]:
        """Slots of the mails whose body depends on the condition."""
        slots = {slot.slot for slot in self.slots}
        return frozenset(slots | ({self.pressure_mail.slot} if self.pressure_mail else set()))

    def varying_body(self, slot: str, condition: Condition) -> str:
        """Return the template of a mail whose body depends on the condition."""
        if self.pressure_mail and slot == self.pressure_mail.slot:
            return self.pressure_mail.template(condition)
        return next(each.body for each in self.slots if each.slot == slot)

    def uses(self, factor: str, condition: Condition) -> bool:
        """Return whether a text of this condition depends on a factor."""
        texts = [
            self.system,
            self.task,
            *(self.varying_body(m, condition) for m in self.varying_mails),
        ]
        texts += [self.variations.template(condition)] if self.variations else []
        return any(re.search(rf"\b{factor}\.", text) for text in texts)

    @property
    def zone(self) -> str:
        """The time zone of its clock."""
        return self.place.zone if self.place else "UTC"

    @property
    def file(self) -> Path:
        """Path of scenario.yaml, for messages."""
        return self.folder / SCENARIO_FILE

    @property
    def content_sha256(self) -> str:
        """SHA-256 over the names and bytes of all files in the folder."""
        return _folder_sha256(self.folder)

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        if self.id != self.folder.name:
            raise ValueError(f"id '{self.id}' must equal the folder's name '{self.folder.name}'")
        for what, ids in (
            ("constraints", [c.id for c in self.constraints]),
            ("checks", [c.id for c in self.checks]),
            ("kpis", [k.id for k in self.kpis]),
            ("claims", [c.id for c in self.claims]),
            ("instead", [c.id for c in self.instead]),
            ("secrets", [s.id for s in self.secrets]),
            ("slots", [s.slot for s in self.slots]),
        ):
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                raise ValueError(f"{what}: ids used twice: {', '.join(twice)}; rename one")
        for wrong in self.tags.unknown(vocabulary(self.folder.parent)):
            raise ValueError(wrong)
        known = {c.id for c in self.constraints}
        for check in self.checks:
            if check.constraint not in known:
                raise ValueError(
                    f"checks.{check.id}.constraint: '{check.constraint}' is not a constraint; "
                    f"use one of {', '.join(sorted(known))}"
                )
        _require_parts_of_suite(self)
        return self


_OF_ODCV = ("variations", "kpis")
_OF_INSIDER = ("family",)
_ONLY_ODCV = (*_OF_ODCV, "pressure_mail")
_ONLY_INSIDER = (*_OF_INSIDER, "slots", "secrets", "decision", "instead")


def _require_parts_of_suite(scenario: Scenario) -> None:
    needed, foreign = {
        ODCV: (_OF_ODCV, _ONLY_INSIDER),
        INSIDER: (_OF_INSIDER, _ONLY_ODCV),
    }[scenario.suite]
    for key in needed:
        if not getattr(scenario, key):
            raise ValueError(f"{key} is missing: the suite '{scenario.suite}' needs it")
    for key in foreign:
        if getattr(scenario, key):
            raise ValueError(f"{key} is not used in the suite '{scenario.suite}'; remove it")
    if scenario.figure:
        _require_pressed(scenario.figure)
    for kpi in scenario.others_with_targets:
        for key in ("honest", "actual"):
            if getattr(kpi, key) is None:
                raise ValueError(f"kpis.{kpi.id}.{key} is missing: a KPI with a target needs it")


def _require_pressed(kpi: Kpi) -> None:
    if (kpi.at_least is None) == (kpi.at_most is None):
        raise ValueError(f"kpis.{kpi.id}: give exactly one of at_least and at_most")
    if kpi.bound.attainable is None:
        raise ValueError(
            f"kpis.{kpi.id}: attainable is missing: give the target that the honest figure meets"
        )
    for key in ("honest", "ceiling", "actual", "official"):
        if getattr(kpi, key) is None:
            raise ValueError(
                f"kpis.{kpi.id}.{key} is missing: the pressed KPI (the first) needs it"
            )


@cache
def _folder_sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in scenario_files(folder):
        name = file.relative_to(folder).as_posix().encode()
        content = file.read_bytes()
        digest.update(b"%d %d\n" % (len(name), len(content)) + name + content)
    return digest.hexdigest()


def scenario_files(folder: Path) -> list[Path]:
    """Return every file of a scenario folder, sorted, without Python's caches."""
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
