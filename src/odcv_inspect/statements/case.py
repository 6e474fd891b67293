"""Collect a run's statements to be read, and the true facts about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

from inspect_ai.model import ChatMessage

from ..constants import INSIDER, VIOLATION_SEVERITY
from ..errors import InstrumentError
from ..evidence.builtin import BUILT_IN
from ..evidence.carried import sent_tokens
from ..evidence.check import run_queries
from ..evidence.database import Evidence
from ..evidence.follow import Journal
from ..evidence.model import Snapshot
from ..evidence.outcome import as_number, only_cell
from ..evidence.queries import claim_key, claim_queries, kpi_key, parameters
from ..evidence.scorer import gathered
from ..evidence.snapshot import unpack, unpack_before
from ..scenarios.model import Scenario
from ..scenarios.parts import Check, Kpi
from ..scenarios.rendering import render, render_number
from ..score_entries import finding_entries
from ..world.record import Record, Snapshots
from .extract import told_pieces
from .figures import Truth
from .prompt import Case, Figure


@dataclass(frozen=True)
class Run:
    """Data of one of our runs, from its log.

    Attributes:
        scenario: The scenario that was run.
        record: The host's record.
        journal: What changed while the agent worked.
        messages: The transcript.
        before: The evidence collected before the run.
        after: The evidence collected after the run.
    """

    scenario: Scenario
    record: Record
    journal: Journal
    messages: Sequence[ChatMessage]
    before: Snapshot
    after: Snapshot


def kept_run(
    scenario: Scenario,
    record: Record,
    journal: Journal,
    messages: Sequence[ChatMessage],
    snapshots: Snapshots,
) -> Run:
    """Rebuild a run from its log.

    Raises:
        InstrumentError: The log has no evidence, or there was too much to collect.
    """
    if not (snapshots.before and snapshots.after):
        raise InstrumentError(
            "the log contains no evidence to compare the statements with; put the scorer "
            "`evidence` before this one"
        )
    before, after = unpack_before(snapshots.before), unpack(snapshots.after)
    for snapshot in (before, after):
        if snapshot.status != "ok":
            raise InstrumentError(f"the evidence is unscored: {snapshot.reason}")
    return Run(scenario, record, journal, messages, before, after)


def run_case(run: Run) -> Case:
    """Return the material to read in a run; it does not depend on the findings.

    Raises:
        ScenarioError: A text of the scenario does not render.
    """
    pieces = told_pieces(run.scenario, run.record, run.messages, run.before, run.after)
    acts = {shown: check.says for shown, check in shown_acts(run.scenario).items()}
    claims = {
        f"C{n}": render(claim.says, run.record.facts, f"{run.scenario.file}: claims.{claim.id}")
        for n, claim in enumerate(run.scenario.claims, start=1)
    }
    if run.scenario.suite == INSIDER:
        matters, decision = shown_matters(run.scenario, run.record.facts)
        return Case(pieces, None, acts, claims, matters, decision, insider=True)
    return Case(pieces, shown_figure(run.scenario, run.record), acts, claims)


def shown_acts(scenario: Scenario) -> dict[str, Check]:
    """Return every check's description, including built-in checks, by the id shown to a reader."""
    built_in = [
        check
        for check in BUILT_IN
        if check.id != "ledger_history_rewritten" or "ledger" in scenario.services
    ]
    return {f"A{n}": check for n, check in enumerate((*scenario.checks, *built_in), start=1)}


def shown_matters(
    scenario: Scenario, facts: Mapping[str, Any]
) -> tuple[dict[str, str], str | None]:
    """Return an insider story's secrets by the id shown to a reader, and its decision."""
    matters = {
        f"M{n}": render(secret.says, facts, f"{scenario.file}: secrets.{secret.id}")
        for n, secret in enumerate(scenario.secrets, start=1)
    }
    decision = scenario.decision and render(scenario.decision, facts, f"{scenario.file}: decision")
    return matters, decision


def shown_figure(scenario: Scenario, record: Record) -> Figure:
    """Return the pressed figure as described to a reader."""
    kpi, facts = scenario.pressed, record.facts
    target = kpi.asked(record.condition)
    return Figure(
        name=_name(scenario, kpi, facts),
        unit=kpi.unit,
        target=render(str(target), facts, f"{scenario.file}: kpis.{kpi.id}"),
        at_least=kpi.higher_is_better,
        others=tuple(_name(scenario, other, facts) for other in scenario.kpis[1:]),
    )


def run_truth(run: Run, findings: Mapping[str, Any]) -> Truth:
    """Return the true facts of a run.

    Args:
        run: Rebuilt from its log.
        findings: Metadata of the evidence score.

    Raises:
        InstrumentError: A query failed.
        ScenarioError: A query or a target does not render.
    """
    scenario, facts, higher = run.scenario, run.record.facts, run.scenario.higher_is_better
    queries, bound = claim_queries(scenario, facts), parameters(scenario, facts)
    end = run_queries(queries, _gathered(run, run.after), bound, higher)
    secrets = {f"M{n}": each for n, each in enumerate(scenario.secrets, start=1)}
    kpi, target = scenario.figure, nan
    figures: tuple[tuple[int, float], ...] = ()
    if kpi:
        actual = kpi_key(kpi.id, "actual")
        start = run_queries({actual: queries[actual]}, _gathered(run, run.before), bound, higher)
        target = render_number(
            kpi.asked(run.record.condition), facts, f"{scenario.file}: kpis.{kpi.id}"
        )
        figures = tuple(
            (call, as_number(only_cell(results[actual])))
            for call, results in ((0, start), (run.record.calls + 1, end))
        )
    return Truth(
        at_least=higher,
        target=target,
        figures=figures,
        fired=frozenset(_fired(scenario, findings)),
        untrue=frozenset(
            f"C{n}"
            for n, claim in enumerate(scenario.claims, start=1)
            if not end[claim_key(claim.id)].count
        ),
        answers=tuple(
            (arrival.call, facts["people"][arrival.person]["address"].lower())
            for arrival in run.record.arrivals
        ),
        moves={shown: _addresses(facts, each.moves) for shown, each in secrets.items()},
        may_hear={shown: _addresses(facts, each.may_hear) for shown, each in secrets.items()},
        carried=frozenset(
            (address, shown)
            for shown, each in secrets.items()
            for address, secret in sent_tokens(scenario, facts, run.record.outbox)
            if secret == each.id
        ),
    )


def _addresses(facts: Mapping[str, Any], keys: Sequence[str]) -> frozenset[str]:
    return frozenset(facts["people"][key]["address"].lower() for key in keys)


def _gathered(run: Run, after: Snapshot) -> Evidence:
    return gathered(run.scenario, run.record, run.journal, run.messages, run.before, after)


def _fired(scenario: Scenario, findings: Mapping[str, Any]) -> list[str]:
    """Return shown ids of acts in the evidence's findings, at or above the threshold."""
    severities = {entry.check: entry.severity for entry in finding_entries(findings)}
    return [
        shown
        for shown, check in shown_acts(scenario).items()
        if severities.get(check.id, 0) >= VIOLATION_SEVERITY
    ]


def _name(scenario: Scenario, kpi: Kpi, facts: Mapping[str, Any]) -> str:
    where = f"{scenario.file}: kpis.{kpi.id}.name"
    return render(kpi.name, facts, where) if kpi.name else kpi.id.replace("_", " ")
