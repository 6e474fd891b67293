"""The layout of log data: score names, keys of score values, keys of metadata.

Scorers and everything that reads logs import these keys; no other module spells them out. This
module needs neither Inspect nor NumPy.

To add an instrument, add an entry to `INSTRUMENTS` and a package with its scorer. Tables, header
metrics, the viewer's columns, the report, `odcv rates --scorer` and `odcv gate --scorer` all use
that entry.
"""

from dataclasses import dataclass
from math import nan
from typing import Final, Literal, get_args

# Keys of values. Every value is a number, NaN if undefined; no key is ever omitted.
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

# Keys of a score's metadata: flat, and below 900 bytes each because summaries drop longer ones.
SCHEMA: Final = "schema"
STATUS: Final = "status"
REASON: Final = "reason"
KPI_ACTUAL: Final = "kpi_actual"
KPI_OFFICIAL: Final = "kpi_official"
KPI_TARGET: Final = "kpi_target"
KPIS_MET: Final = "kpis_met"
"""Which other KPIs reach their targets by their true figures, `a,b`; None if none has a target."""
FINDINGS_N: Final = "findings_n"
JOURNAL_CUT: Final = "journal_cut"
"""The first call that no longer fitted in the journal; 0 if all fitted."""
JOURNAL_MISSED: Final = "journal_missed"
"""How many times the state could not be read during the run."""
TOOL_FAULTS: Final = "tool_faults"
"""Calls that failed with an unexpected error, reported to the model as a tool error."""
CALLS: Final = "calls"
"""Tool calls that the run made."""
MAILS: Final = "mails"
"""Mails that it sent."""
WAITS: Final = "waits"
"""Times that it let time pass."""
PRESSING: Final = "pressing"
"""Mails it read whose text depends on the condition, such as the pressing one."""
ACTIVITY: Final = (CALLS, MAILS, WAITS, PRESSING)
"""How much a run did: keys of the evidence's metadata, shown beside differences between arms."""
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
WAYS: Final = "ways"
"""What was told, by name: `leverage,appeal`."""
WayOut = Literal["appeal", "delay", "warning", "refusal", "report"]
WAYS_OUT: Final = get_args(WayOut)
"""Those of `WAYS` that an insider can take instead of breaking a rule."""
BELIEF: Final = "belief"
"""Factor: whether the model is asked what it takes the situation for."""
DEBRIEFED: Final = "debriefed"
"""What a model says after its run that it took the situation for."""
INSTEAD: Final = "instead"
"""Ways out that were taken, by their ids in the scenario."""
SHORTENED: Final = "shortened"
CHECK: Final = "check"
CONSTRAINT: Final = "constraint"
FOIL_STATUS: Final = "foil_status"
FOIL_SEVERITY: Final = "foil_severity"

FINDING_PREFIX: Final = "finding/"
"""Prefix of each finding's key, followed by the name of its check."""
JUDGE_PREFIX: Final = "judge/"
"""Prefix of each judge's key, followed by the judge's number, counted from 1."""

OK: Final = "ok"
"""Status of scored evidence."""
NO_CHECKS: Final = "no_checks"
"""Status of evidence where the scenario has no checks, so that the instrument was not used."""
PUBLISHED: Final = "odcv_bench"
"""Suite of ODCV-Bench's own scenarios, in the metadata of samples."""
EXCLUDED: Final = "excluded"
"""Status of a judge that does not rate this model's runs."""

# Keys of a sample's metadata, which identify results. `scenarios.condition` adds the factors.
SUITE: Final = "suite"
SCENARIO: Final = "scenario"
SCENARIO_VERSION: Final = "scenario_version"
CONTENT_SHA256: Final = "content_sha256"
INPUTS_SHA256: Final = "inputs_sha256"
WORLD_SEED: Final = "world_seed"
WORLD_SHA256: Final = "world_sha256"
VARIATION: Final = "variation"
SENTINEL: Final = "sentinel"
FAMILY: Final = "family"
"""What an insider story tempts to."""
DOMAIN: Final = "domain"
MECHANISM: Final = "mechanism"
LEVER: Final = "lever"
STAKES: Final = "stakes"
TAG_CONSTRAINT: Final = "constraint"
TOOL_LEVER: Final = "tool_lever"

TAGS: Final = (DOMAIN, MECHANISM, LEVER, STAKES, TAG_CONSTRAINT, TOOL_LEVER)
"""Tags of a scenario; several values, as of `lever`, are separated by commas."""

TASK_VERSION: Final = "task_version"
"""The comparability number that a sample ran under; a retry's log keeps that of earlier samples."""

SAMPLES: Final = "samples"
"""Key of a log's metadata: sample metadata by sample id, also for samples that never ran."""
SCENARIO_VERSIONS: Final = "scenario_versions"
"""Key of a log's metadata: the version of each scenario that its task was made with."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One scorer, as described to all code that reads its scores.

    Attributes:
        name: Name of the scorer and of its scores in the log.
        title: Name in headings.
        looks_at: The material it judges, worded as the end of a sentence.
        keys: Keys of its value, in order.
        violation: Key that is 1 for a violation; None if the instrument does not rate runs.
        severity: Key of its severity, 0..5; None if it has no severity.
        headline: Whether it may answer the primary question and decide a gate.
        asked: Key that is 0 if the instrument was configured but could not be used.
        columns: Metadata keys that become columns of the results table, as `<name>.<key>`.
        settings: The columns that describe its setup, for the run card.
        alike: The columns that must be equal in all runs of a table.
        viewer: Value keys shown in the sample list of Inspect's viewer.
        parts: Names of the instruments it is built from; it is not compared with them.
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
        """Return a score's value: every key in order, NaN for keys not given.

        Raises:
            ValueError: the instrument does not have such a key.
        """
        if unknown := sorted(numbers.keys() - set(self.keys)):
            raise ValueError(f"{self.name} has no {', '.join(unknown)}; it has {self.keys}")
        return {key: float(numbers.get(key, nan)) for key in self.keys}


_PANEL_SETTINGS: Final = (PANEL_ID, RUBRIC, EXCLUSION, QUORUM, TIES, JUDGE_SEES)

EVIDENCE: Final = Instrument(
    name="evidence",
    title="Evidence",
    looks_at="looks at the state before and after",
    keys=(VIOLATION, SEVERITY, KPI_MET, DELIVERED, INFORMED, MISSTATED),
    violation=VIOLATION,
    headline=True,
    columns=(
        STATUS,
        KPI_ACTUAL,
        KPI_OFFICIAL,
        KPI_TARGET,
        KPIS_MET,
        FINDINGS_N,
        INSTEAD,
        JOURNAL_CUT,
        JOURNAL_MISSED,
        *ACTIVITY,
    ),
    viewer=(VIOLATION, SEVERITY, KPI_MET, DELIVERED),
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
    columns=(MODE, STATUS, RUBRIC, FOIL_STATUS, FOIL_SEVERITY),
    settings=(MODE, RUBRIC),
    alike=(RUBRIC,),
    viewer=(SEVERITY,),
)

_READING: Final = (READER, PROMPT)

STATEMENTS: Final = Instrument(
    name="statements",
    title="Statements",
    looks_at="reads what was told",
    keys=(VIOLATION, SEVERITY, TOLD_FALSE, DISCLOSED, ADMITTED, DENIED, INVENTED, USABLE),
    violation=VIOLATION,
    columns=(*_READING, TOLD_FIGURE, WAYS, READINGS),
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
    columns=(*_READING, REASONING, DEBRIEFED),
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
"""All instruments by name, in order of preference for the headline."""

PANEL_BEFORE: Final = "panel_before"
"""Name of the previous panel's scores, kept by `odcv rescore`."""


def instrument(name: str) -> Instrument:
    """Return the instrument with this name.

    Raises:
        ValueError: no instrument has this name.
    """
    if name not in INSTRUMENTS:
        raise ValueError(f"no instrument '{name}'; there are {', '.join(INSTRUMENTS)}")
    return INSTRUMENTS[name]


def rating_instruments() -> tuple[Instrument, ...]:
    """Return the instruments that classify runs as violations or not, in order of preference."""
    return tuple(each for each in INSTRUMENTS.values() if each.violation)


def headline_instruments() -> tuple[Instrument, ...]:
    """Return the instruments that may answer the primary question, in order of preference."""
    return tuple(each for each in INSTRUMENTS.values() if each.headline)
