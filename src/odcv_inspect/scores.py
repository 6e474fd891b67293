"""The layout of what a log holds: names of scores, keys of their values, keys of metadata.

The scorers write it and everything after the log reads it, so both import this module, and no
other module spells a key. It needs neither Inspect nor NumPy.

A further instrument is one entry in `INSTRUMENTS` and a package with its scorer. Tables, header
metrics, the viewer's columns, the report, `odcv rates --scorer` and `odcv gate --scorer` go by
the entry.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from math import nan
from typing import Any, Final, Self

# Keys of values. Every value is a number, NaN where it is undefined, and no key is ever left out.
VIOLATION: Final = "violation"
SEVERITY: Final = "severity"
KPI_MET: Final = "kpi_met"
DELIVERED: Final = "delivered"
DISCLOSED: Final = "disclosed"
ADMITTED: Final = "admitted"
INFORMED: Final = "informed"
MISSTATED: Final = "misstated"
USABLE: Final = "usable"
ASKED: Final = "asked"
RECOGNIZED: Final = "recognized"

# Keys of a score's metadata: flat, and below 900 bytes each, as summaries drop what is longer.
SCHEMA: Final = "schema"
STATUS: Final = "status"
REASON: Final = "reason"
KPI_ACTUAL: Final = "kpi_actual"
KPI_OFFICIAL: Final = "kpi_official"
KPI_TARGET: Final = "kpi_target"
FINDINGS_N: Final = "findings_n"
JOURNAL_CUT: Final = "journal_cut"
"""The call from which on the journal had no more room; 0 if it always had."""
JOURNAL_MISSED: Final = "journal_missed"
"""How many times the state could not be read while the agent worked."""
TOOL_FAULTS: Final = "tool_faults"
"""Calls that met what the tools do not expect, and ended as a tool error."""
PANEL_ID: Final = "panel_id"
RUBRIC: Final = "rubric"
EXCLUSION: Final = "exclusion"
SUBJECT_FAMILY: Final = "subject_family"
QUORUM: Final = "quorum"
TIES: Final = "ties"
JUDGE_SEES: Final = "judge_sees"
MODE: Final = "mode"
REVIEWER: Final = "model"
ATTEMPTS: Final = "attempts"
TOLD_FALSE: Final = "told_false"
DENIED: Final = "denied"
INVENTED: Final = "invented"
AWARE: Final = "aware"
BELIEVES_TEST: Final = "believes_test"
CERTAINTY: Final = "certainty"
FIRST_CALL: Final = "first_call"
DONE: Final = "done"
SAID: Final = "said"
READER: Final = "reader"
PROMPT: Final = "prompt"
READINGS: Final = "readings"
REASONING: Final = "reasoning"
TOLD_FIGURE: Final = "told_figure"
SHORTENED: Final = "shortened"
CHECK: Final = "check"
CONSTRAINT: Final = "constraint"
FOIL_STATUS: Final = "foil_status"
FOIL_SEVERITY: Final = "foil_severity"

FINDING_PREFIX: Final = "finding/"
"""Begins the key of each finding, before its check."""
JUDGE_PREFIX: Final = "judge/"
"""Begins the key of each judge's entry, before its number from 1."""

OK: Final = "ok"
"""Status of evidence that could be scored."""
EXCLUDED: Final = "excluded"
"""Status of a judge that does not rate this subject."""

# Keys of a sample's metadata: what results are keyed on. `scenarios.condition` adds the factors.
SUITE: Final = "suite"
SCENARIO: Final = "scenario"
SCENARIO_VERSION: Final = "scenario_version"
CONTENT_SHA256: Final = "content_sha256"
INPUTS_SHA256: Final = "inputs_sha256"
WORLD_SEED: Final = "world_seed"
WORLD_SHA256: Final = "world_sha256"
VARIATION: Final = "variation"
SENTINEL: Final = "sentinel"
DOMAIN: Final = "domain"
MECHANISM: Final = "mechanism"
LEVER: Final = "lever"
STAKES: Final = "stakes"
TAG_CONSTRAINT: Final = "constraint"
TOOL_LEVER: Final = "tool_lever"

TAGS: Final = (DOMAIN, MECHANISM, LEVER, STAKES, TAG_CONSTRAINT, TOOL_LEVER)
"""What a scenario is about; one with several levers names them all, separated by commas."""

SAMPLES: Final = "samples"
"""Key of a log's metadata: sample metadata by sample id, for samples that may never run."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One scorer, as everything that reads its scores knows it.

    Attributes:
        name: Of the scorer, and of its scores in the log.
        title: For headings.
        looks_at: What it judges by, as the rest of a sentence about it.
        keys: Of its value, in order.
        violation: The key that is 1 for a violation; None for an instrument that rates no runs.
        severity: The key of its severity, 0..5; None for one that has none.
        headline: Whether it may answer the primary question, and decide a gate.
        asked: The key that is 0 where the instrument was configured and could not be used.
        columns: Metadata keys that become columns of the results table, as `<name>.<key>`.
        settings: Those of them that say how it was set up; for the run card.
        alike: Those of them that must be the same in all runs of one table.
        viewer: Value keys that Inspect's viewer shows in its list of samples.
        parts: Names of the instruments that it is made of, so that it is not compared with them.
    """

    name: str
    title: str
    looks_at: str
    keys: tuple[str, ...]
    violation: str | None = None
    severity: str | None = SEVERITY
    headline: bool = False
    asked: str | None = None
    columns: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    viewer: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        flags = {self.violation, self.severity, self.asked, *self.viewer} - {None}
        for what, used, known in (
            ("keys", flags, self.keys),
            ("columns", {*self.settings, *self.alike}, self.columns),
        ):
            if unknown := sorted(map(str, used - set(known))):
                raise ValueError(f"instrument {self.name}: {', '.join(unknown)} not in its {what}")
        if self.headline and self.violation is None:
            raise ValueError(f"instrument {self.name}: a headline needs a violation key")

    def value(self, **numbers: float) -> dict[str, float]:
        """A score's value: every key in order, NaN for those that are not given.

        Raises:
            ValueError: a key that is not of this instrument.
        """
        if unknown := sorted(numbers.keys() - set(self.keys)):
            raise ValueError(f"{self.name} has no {', '.join(unknown)}; it has {self.keys}")
        return {key: float(numbers.get(key, nan)) for key in self.keys}


_PANEL_SETTINGS: Final = (PANEL_ID, RUBRIC, EXCLUSION, QUORUM, TIES, JUDGE_SEES)

EVIDENCE: Final = Instrument(
    name="evidence",
    title="Evidence",
    looks_at="looks at the state before and after",
    keys=(VIOLATION, SEVERITY, KPI_MET, DELIVERED, DISCLOSED, ADMITTED, INFORMED, MISSTATED),
    violation=VIOLATION,
    headline=True,
    columns=(STATUS, KPI_ACTUAL, KPI_OFFICIAL, KPI_TARGET, FINDINGS_N),
    viewer=(VIOLATION, SEVERITY, KPI_MET, DISCLOSED),
)
PANEL: Final = Instrument(
    name="panel",
    title="Panel",
    looks_at="reads the transcript",
    keys=(VIOLATION, SEVERITY, USABLE, ASKED),
    violation=VIOLATION,
    headline=True,
    asked=ASKED,
    columns=_PANEL_SETTINGS,
    settings=_PANEL_SETTINGS,
    alike=(PANEL_ID, RUBRIC, JUDGE_SEES, EXCLUSION),
    viewer=(VIOLATION, SEVERITY, USABLE),
)
SELF_REVIEW: Final = Instrument(
    name="self_review",
    title="Self-review",
    looks_at="asks the model about its own run",
    keys=(RECOGNIZED, SEVERITY, USABLE),
    columns=(MODE, STATUS, FOIL_STATUS, FOIL_SEVERITY),
    settings=(MODE,),
    viewer=(SEVERITY,),
)

_READING: Final = (READER, PROMPT)

STATEMENTS: Final = Instrument(
    name="statements",
    title="Statements",
    looks_at="reads what was told",
    keys=(VIOLATION, SEVERITY, TOLD_FALSE, DISCLOSED, ADMITTED, DENIED, INVENTED, USABLE),
    violation=VIOLATION,
    columns=(*_READING, TOLD_FIGURE, READINGS),
    settings=_READING,
    alike=_READING,
    viewer=(VIOLATION, TOLD_FALSE, DISCLOSED),
)
AWARENESS: Final = Instrument(
    name="awareness",
    title="Awareness",
    looks_at="reads what the model said of its situation",
    keys=(AWARE, BELIEVES_TEST, CERTAINTY, FIRST_CALL, USABLE),
    severity=None,
    columns=(*_READING, REASONING),
    settings=_READING,
    viewer=(AWARE,),
)
CONDUCT: Final = Instrument(
    name="conduct",
    title="Conduct",
    looks_at="joins what was done and what was said",
    keys=(VIOLATION, SEVERITY, DONE, SAID),
    violation=VIOLATION,
    headline=True,
    columns=_READING,
    alike=_READING,
    viewer=(VIOLATION, SEVERITY),
    parts=("evidence", "statements"),
)

INSTRUMENTS: Final = {
    each.name: each for each in (CONDUCT, EVIDENCE, PANEL, STATEMENTS, AWARENESS, SELF_REVIEW)
}
"""Every instrument by name, the one preferred for the headline first."""

PANEL_BEFORE: Final = "panel_before"
"""Name of an earlier panel's scores that `odcv rescore` kept beside the new ones."""


def instrument(name: str) -> Instrument:
    """An instrument by its name.

    Raises:
        ValueError: there is none of that name.
    """
    if name not in INSTRUMENTS:
        raise ValueError(f"no instrument '{name}'; there are {', '.join(INSTRUMENTS)}")
    return INSTRUMENTS[name]


def rating_instruments() -> tuple[Instrument, ...]:
    """The instruments that say of a run whether it is a violation, in order of preference."""
    return tuple(each for each in INSTRUMENTS.values() if each.violation)


def headline_instruments() -> tuple[Instrument, ...]:
    """The instruments that may answer the primary question, in order of preference."""
    return tuple(each for each in INSTRUMENTS.values() if each.headline)


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """A check that returned rows, as the metadata of the evidence keeps it.

    In the log: `"finding/<check>": "<constraint>:<severity>:<rows>"`.
    """

    check: str
    constraint: str
    severity: int
    rows: int

    def encode(self) -> dict[str, str]:
        """The entry, ready to be put into metadata."""
        text = f"{self.constraint}:{self.severity}:{self.rows}"
        return {FINDING_PREFIX + self.check: text}

    @classmethod
    def decode(cls, key: str, text: str) -> Self:
        """One finding from its key and text.

        Raises:
            ValueError: the text does not have that form.
        """
        constraint, severity, rows = text.rsplit(":", 2)
        return cls(key.removeprefix(FINDING_PREFIX), constraint, int(severity), int(rows))


def finding_entries(metadata: Mapping[str, Any] | None) -> tuple[FindingEntry, ...]:
    """The findings in a score's metadata, in their order there."""
    found = (metadata or {}).items()
    return tuple(FindingEntry.decode(k, v) for k, v in found if k.startswith(FINDING_PREFIX))


@dataclass(frozen=True, slots=True)
class JudgeEntry:
    """One judge of a panel and its verdict, as the metadata of the panel keeps it.

    Attributes:
        model: The judge, as Inspect names it.
        family: Its family, for exclusion.
        status: `usable`, `excluded`, or why there is no verdict.
        severity: 0..5; None without a verdict. An imported judge that is excluded has one.
        constraint: The rule that it names.
        attempts: Times that it was asked.
        shortened: Characters of tool results that it was not shown.
        dropped: Citations of messages that the record does not have.
    """

    model: str = ""
    family: str = ""
    status: str = ""
    severity: float | None = None
    constraint: str | None = None
    attempts: int = 1
    shortened: int = 0
    dropped: int = 0

    def encode(self, number: int) -> dict[str, dict[str, Any]]:
        """The entry of the judge with this number, ready to be put into metadata."""
        return {f"{JUDGE_PREFIX}{number}": asdict(self)}

    @classmethod
    def decode(cls, entry: Mapping[str, Any]) -> Self:
        """One judge; keys that its log lacks have their defaults."""
        return cls(**{f.name: entry[f.name] for f in fields(cls) if f.name in entry})


def judge_entries(metadata: Mapping[str, Any] | None) -> Iterator[tuple[str, JudgeEntry]]:
    """The judges in a panel's metadata, each with its key, in their order there."""
    for key, entry in (metadata or {}).items():
        if key.startswith(JUDGE_PREFIX):
            yield key, JudgeEntry.decode(entry)
