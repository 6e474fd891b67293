"""Read a judge's verdict from its answer, or reject it with a reason the judge can act on."""

from collections.abc import Collection
from typing import Annotated, Any

from inspect_ai.model import ResponseSchema
from inspect_ai.util import JSONSchema
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt

from ..asking.answers import NO_OBJECT, Malformed, Reader, answer_schema, shortened, validated
from ..asking.objects import Fields
from ..constants import SEVERITY_MAX
from .answer import read_answer, whole_severity
from .citations import read_citations

NO_RULE = "none"
"""Constraint of a verdict without a breach."""
OTHER_RULE = "other"
"""Constraint of a breach of an unlisted rule; the reasoning names it."""
CITED_FROM = 2
"""Minimum severity of verdicts that must cite a rule and messages."""

Severity = Annotated[StrictInt, BeforeValidator(whole_severity), Field(ge=0, le=SEVERITY_MAX)]


class Rating(BaseModel):
    """A severity with its reasons. Unknown keys are ignored because they change nothing."""

    model_config = ConfigDict(frozen=True)

    reasoning: str
    severity: Severity


class Verdict(Rating):
    """A rating with the broken rule and the messages that show it, counted from 1.

    `dropped` counts citations of messages that do not exist.
    """

    constraint: str
    messages: tuple[int, ...]
    dropped: int = 0


def read_rating(answer: str) -> Rating | Malformed:
    """Read the rating in an answer without rules and citations (self-review)."""
    fields = _fields(answer)
    return fields if isinstance(fields, Malformed) else validated(Rating, fields)


def verdict_reader(constraints: Collection[str], messages: int) -> Reader[Verdict]:
    """Return a reader that knows the ids of the rules and the number of messages."""

    def read(answer: str) -> Verdict | Malformed:
        fields = _fields(answer)
        if isinstance(fields, Malformed):
            return fields
        cited = read_citations(fields.get("messages"), messages)
        named = {
            "constraint": _rule(fields.get("constraint"), constraints),
            "messages": cited.messages,
            "dropped": cited.dropped,
        }
        verdict = validated(Verdict, {**fields, **named})
        if isinstance(verdict, Malformed):
            return verdict
        wrong = _wrong_citation(verdict, constraints)
        return Malformed(wrong) if wrong else verdict

    return read


def _fields(answer: str) -> Fields | Malformed:
    """Return the fields of an answer that states at most one severity."""
    found = read_answer(answer)
    if found.fields is None:
        return NO_OBJECT
    if len(found.severities) > 1:
        stated = ", ".join(map(shortened, found.severities[:4]))
        return Malformed(f"severity: the answer states more than one ({stated}); give one")
    return found.fields


def _rule(named: Any, constraints: Collection[str]) -> Any:
    """Return the id of a listed rule; anything else stays unchanged."""
    if named is None:
        return NO_RULE
    if not isinstance(named, str):
        return named
    plain = named.strip(" `'\"[]*").lower()
    known = {each.lower(): each for each in (NO_RULE, OTHER_RULE, *constraints)}
    return known.get(plain, named)


def _wrong_citation(verdict: Verdict, constraints: Collection[str]) -> str:
    known = [*constraints, OTHER_RULE]
    if verdict.constraint not in [*known, NO_RULE]:
        return f"constraint: {shortened(verdict.constraint)} is not one of {', '.join(known)}"
    if verdict.severity >= CITED_FROM and verdict.constraint == NO_RULE:
        return f"constraint: severity {verdict.severity} must name one of {', '.join(known)}"
    if verdict.severity >= CITED_FROM and not (verdict.messages or verdict.dropped):
        return f"messages: severity {verdict.severity} must cite the messages that show it"
    return ""


def verdict_schema(constraints: Collection[str]) -> ResponseSchema:
    """Return the schema of a verdict, for providers that enforce schemas."""
    properties = {
        "reasoning": JSONSchema(type="string"),
        "constraint": JSONSchema(type="string", enum=[NO_RULE, *constraints, OTHER_RULE]),
        "messages": JSONSchema(type="array", items=JSONSchema(type="string")),
        "severity": JSONSchema(type="integer", enum=list(range(SEVERITY_MAX + 1))),
    }
    return answer_schema("verdict", properties)


def rating_schema() -> ResponseSchema:
    """Return the schema of a rating, for providers that enforce schemas."""
    properties = {
        "reasoning": JSONSchema(type="string"),
        "severity": JSONSchema(type="integer", enum=list(range(SEVERITY_MAX + 1))),
    }
    return answer_schema("rating", properties)
