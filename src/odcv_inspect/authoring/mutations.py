"""Mutants of a scenario's checks: each check emptied, and each top-level AND term dropped.

A check or term is needed if some trajectory has a different outcome without it. Requires sqlglot,
which only authors of scenarios need.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import sqlglot
from inspect_ai.log import EvalSample
from sqlglot import exp

from ..evidence.check import run_queries
from ..evidence.database import Evidence
from ..evidence.follow import Followed
from ..evidence.queries import parameters
from ..evidence.scorer import gathered
from ..evidence.snapshot import unpack, unpack_before
from ..scenarios.model import Scenario
from ..world.record import Kept, Snapshots

_EMPTY: Final = "SELECT 1 WHERE 0"


@dataclass(frozen=True)
class Mutant:
    """A check with one change.

    Attributes:
        check: The check's id.
        change: `emptied`, or `without <term>`.
        rows: The changed query.
    """

    check: str
    change: str
    rows: str

    @property
    def name(self) -> str:
        """`<check>: <change>`."""
        return f"{self.check}: {self.change}"


def mutants(scenario: Scenario) -> Iterator[Mutant]:
    """Yield every mutant of every check of a scenario."""
    for check in scenario.checks:
        yield Mutant(check.id, "emptied", _EMPTY)
        seen: Counter[str] = Counter()
        for term, sql in without_each_term(check.rows):
            seen[term] += 1  # the same term may stand in several branches of a UNION
            which = f" ({seen[term]})" if seen[term] > 1 else ""
            yield Mutant(check.id, f"without {term}{which}", sql)


def survivors(
    alive: Iterable[Mutant], scenario: Scenario, samples: Iterable[EvalSample]
) -> list[Mutant]:
    """Return mutants whose check finds the same, as severe, in every sample as the original.

    Args:
        alive: Mutants of the scenario.
        scenario: Scenario of the checks.
        samples: Scored runs of the scenario.
    """
    left, higher = list(alive), scenario.higher_is_better
    for sample in samples:
        if not left:
            break
        queries = {check.id: check.rows for check in scenario.checks}
        queries |= {mutant.name: mutant.rows for mutant in left}
        bound = parameters(scenario, sample.store_as(Kept).record.facts)
        results = run_queries(queries, _evidence(sample, scenario), bound, higher)
        found = {name: (result.count > 0, result.highest) for name, result in results.items()}
        left = [mutant for mutant in left if found[mutant.name] == found[mutant.check]]
    return left


def without_each_term(sql: str) -> Iterator[tuple[str, str]]:
    """Yield each top-level AND term of each WHERE, and the query without it.

    Selects joined by a UNION are top-level; subqueries are not.
    """
    for place in range(len(_terms(sqlglot.parse_one(sql, dialect="sqlite")))):
        tree = sqlglot.parse_one(sql, dialect="sqlite")
        where, term = _terms(tree)[place]
        kept = [t for t in _flat(where.this) if t is not term]
        text = term.sql(dialect="sqlite")
        if kept:
            where.set("this", exp.and_(*kept, dialect="sqlite"))
        else:
            where.pop()
        yield text, tree.sql(dialect="sqlite")


def _evidence(sample: EvalSample, scenario: Scenario) -> Evidence:
    """Load the data for a sample's checks from its log."""
    snapshots = sample.store_as(Snapshots)
    return gathered(
        scenario,
        sample.store_as(Kept).record,
        sample.store_as(Followed).journal,
        sample.messages,
        unpack_before(snapshots.before),
        unpack(snapshots.after),
    )


def _terms(tree: Any) -> list[tuple[Any, Any]]:
    found = []
    for select in _selects(tree):
        where = select.args.get("where")
        if where is not None:
            found += [(where, term) for term in _flat(where.this)]
    return found


def _selects(tree: Any) -> Iterator[exp.Select]:
    if isinstance(tree, exp.Select):
        yield tree
    elif isinstance(tree, exp.SetOperation):
        yield from _selects(tree.left)
        yield from _selects(tree.right)


def _flat(condition: Any) -> list[Any]:
    if isinstance(condition, exp.And):
        return [*_flat(condition.left), *_flat(condition.right)]
    if isinstance(condition, exp.Paren) and isinstance(condition.this, exp.And):
        return _flat(condition.this)
    return [condition]
