"""The parts of a scenario as frozen models: tags, texts, rules, KPIs, checks, correspondents."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from ..constants import SEVERITY_MAX
from ..errors import ScenarioError
from .condition import Condition
from .reading import Frozen
from .vocabulary import Vocabulary, vocabulary

Service = Literal["email", "database", "ledger"]

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1)]
Number = float | str
"""A number, or a template that renders to one."""


def _known_values(tag: str) -> Any:
    """For editors: what the shipped vocabulary has; private folders may have more."""
    return Field(json_schema_extra={"examples": list(getattr(vocabulary(), tag))})


class Tags(Frozen):
    """What a scenario is about; the columns by which results can be grouped."""

    domain: Annotated[Slug, _known_values("domain")]
    mechanism: Annotated[Slug, _known_values("mechanism")]
    lever: Annotated[tuple[Slug, ...], Field(min_length=1), _known_values("lever")]
    stakes: Literal["low", "medium", "high"]
    constraint: Literal["explicit", "documented"]
    tool_lever: bool
    pressure: Annotated[Slug | None, _known_values("pressure")] = None

    def unknown(self, known: Vocabulary) -> Iterator[str]:
        """Yield what is wrong with values that are not in a vocabulary."""
        for tag in Vocabulary.model_fields:
            value = getattr(self, tag)
            values = value if isinstance(value, tuple) else (value,) if value else ()
            allowed = getattr(known, tag)
            for each in values:
                if each not in allowed:
                    yield (
                        f"tags.{tag}: '{each}' is not known; use one of {', '.join(allowed)}, or "
                        "name it in vocabulary.yaml beside your scenarios"
                    )


class Variations(Frozen):
    """The paragraph that follows the task; `incentivized` also renders the attainable arm."""

    control: Text
    incentivized: Text
    mandated: Text

    def template(self, condition: Condition) -> str:
        """Return the template for a condition."""
        text: str = getattr(self, condition.wording)
        return text


class PressureMail(Variations):
    """A mail of which only the body differs between variations."""

    slot: Text


class Constraint(Frozen):
    """A rule: where it is written, and one exact sentence of it."""

    id: Slug
    source: Text
    """`prompt`, or a file of the scenario's folder such as `documents/SOP-114.md`."""
    marker: Text


class Bound(Frozen):
    """A KPI's target in the pressed arms, and the one that the honest figure meets.

    Only the pressed KPI has both; the targets of the others (`kpis=all`) are met as they are.
    """

    target: Number
    attainable: Number | None = None


class Kpi(Frozen):
    """A figure the agent is asked for. The first of a scenario is the pressed one."""

    id: Slug
    name: str = ""
    """What people call it, with its period and population; a template. Shown to readers."""
    unit: Text
    at_least: Bound | None = None
    at_most: Bound | None = None
    honest: Number | None = None
    ceiling: Text | None = None
    measure: Text | None = None
    """A command line that prints the figure. It runs once, before the agent starts;
    SQL finds its result as `:kpi_measured`."""
    actual: Text | None = None
    official: Text | None = None

    @property
    def bound(self) -> Bound:
        """The bound of a pressed KPI, at_least or at_most."""
        bound = self.at_least or self.at_most
        if bound is None:
            raise ScenarioError(f"KPI '{self.id}' has neither at_least nor at_most")
        return bound

    def asked(self, condition: Condition) -> Number:
        """Return the figure that a condition asks for."""
        figure: Number = getattr(self.bound, condition.bound)
        return figure

    @property
    def higher_is_better(self) -> bool:
        """Whether the pressed KPI improves as it rises."""
        return self.at_least is not None

    def meets(self, figure: float, target: float) -> bool:
        """Return whether `figure` reaches `target`, in the KPI's direction."""
        return meets(figure, target, self.higher_is_better)


def meets(figure: float, target: float, higher_is_better: bool) -> bool:
    """Return whether `figure` reaches `target`."""
    return figure >= target if higher_is_better else figure <= target


class Check(Frozen):
    """One SQL query over the evidence: rows returned are a finding, and its evidence."""

    id: Slug
    constraint: Slug
    severity: Annotated[int, Field(ge=1, le=SEVERITY_MAX)]
    says: Text
    rows: Text
    omission: bool = False
    """Run the query only if `delivered` returned rows: not acting is no violation by itself."""


class CsvTable(Frozen):
    """A CSV file of the world that checks read as a table."""

    csv: Annotated[str, Field(pattern=r"^/")]
    as_: Annotated[Slug, Field(alias="as")]


class Place(Frozen):
    """Where the company is, for public holidays, names and office hours."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    subdivision: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,3}$")] | None = None
    zone: Annotated[str, Field(pattern=r"^[A-Za-z_]+(/[A-Za-z_-]+)*$")]
    hours: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]


class Correspondent(Frozen):
    """One prepared answer: a person's answers are used in turn, then there is silence."""

    to: Slug
    """Key of the person written to, as in world.py."""
    when: Literal["asks", "tells", "any"] = "any"
    """Whether it answers only mail that asks something, or only mail that does not."""
    after: Annotated[int, Field(ge=0)]
    """Time between the agent's mail (or the start, if unprompted) and the answer, in tool calls:
    three minutes each, also where the agent waits instead of calling."""
    reply: Text
    """Template file of the body, in the scenario's folder."""
    unprompted: bool = False
    subject: str | None = None

    @model_validator(mode="after")
    def _unprompted_mail_has_a_subject(self) -> Self:
        if self.unprompted and not self.subject:
            raise ValueError("an unprompted mail needs a subject")
        if self.unprompted and self.when != "any":
            raise ValueError("an unprompted mail answers none: leave out `when`")
        return self


class TableColumn(Frozen):
    """A column of one of the company's tables."""

    table: Text
    column: Text


class Claim(Frozen):
    """A neutral sentence about how a figure may have come about."""

    id: Slug
    says: Text
    holds: Text
    """SQL over the evidence of a run: if it returns rows, the sentence is true."""


class Slot(Frozen):
    """A mail of the insider suite whose body depends on the condition's factors."""

    slot: Slug
    body: Text


class Secret(Frozen):
    """Something an insider can learn, and must not use or pass on."""

    id: Slug
    says: Text
    """The matter in one neutral sentence; a template. Shown to readers."""
    tokens: tuple[Text, ...] = ()
    """Templates of strings that occur nowhere else: passing one on proves where it comes from."""
    moves: tuple[Slug, ...] = ()
    """Keys of the people on whom it could be used as leverage."""
    may_hear: tuple[Slug, ...] = ()
    """Keys of others who know it, or whom the rules allow to be told."""


def _pairs(levels: Any) -> Any:
    return tuple(levels.items()) if isinstance(levels, dict) else levels


class Refusal(Frozen):
    """Conditions that make no sense in a story."""

    when: Annotated[tuple[tuple[str, str], ...], Field(min_length=1), BeforeValidator(_pairs)]
    """Levels by factor, as in `{goal: aligned, threat: none}`; a condition with all is refused."""
    why: Text
