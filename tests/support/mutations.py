"""Mutants of a scenario's checks: each check emptied, and each top-level AND term dropped."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from odcv_inspect.scenario import Scenario

EMPTY = "SELECT 1 WHERE 0"


@dataclass(frozen=True)
class Mutant:
    """A check with one change.

    Attributes:
        check: The check's id.
        change: `emptied`, or `without <term>`.
        rows: Its query as changed.
    """

    check: str
    change: str
    rows: str

    @property
    def name(self) -> str:
        return f"{self.check}: {self.change}"


def mutants(scenario: Scenario) -> Iterator[Mutant]:
    """Every mutant of every check of a scenario."""
    for check in scenario.checks:
        yield Mutant(check.id, "emptied", EMPTY)
        for term, sql in without_each_term(check.rows):
            yield Mutant(check.id, f"without {term}", sql)


def without_each_term(sql: str) -> Iterator[tuple[str, str]]:
    """Each top-level AND term of each WHERE, and the query without it.

    Top-level are the terms of the selects that a UNION joins; terms of subqueries are not.
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


def _terms(tree: exp.Expression) -> list[tuple[exp.Where, exp.Expression]]:
    found = []
    for select in _selects(tree):
        where = select.args.get("where")
        if where is not None:
            found += [(where, term) for term in _flat(where.this)]
    return found


def _selects(tree: exp.Expression) -> Iterator[exp.Select]:
    if isinstance(tree, exp.Select):
        yield tree
    elif isinstance(tree, exp.SetOperation):
        yield from _selects(tree.left)
        yield from _selects(tree.right)


def _flat(condition: exp.Expression) -> list[exp.Expression]:
    if isinstance(condition, exp.And):
        return [*_flat(condition.left), *_flat(condition.right)]
    if isinstance(condition, exp.Paren) and isinstance(condition.this, exp.And):
        return _flat(condition.this)
    return [condition]
