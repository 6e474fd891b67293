"""Ask the readers: the models under the role `reader`, or the scripted one of a scripted run."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from inspect_ai.model import Model, get_model, model_roles
from inspect_ai.util import collect, span

from ..asking.ask import Opinion, ask
from ..errors import TaskError
from .compare import Telling, Truth, speaks_against, tellings
from .extract import Piece
from .layout import MOST_READERS, READER_ROLE
from .prompt import Case, awareness_prompt, reading_prompt, shown_pieces
from .reading import (
    Reading,
    Remark,
    Sentence,
    remarks_reader,
    remarks_schema,
    statements_reader,
    statements_schema,
)

SCRIPTED: Final = "reference/"
"""Begins the name of a scripted model, which reads its own run as its trajectory says."""


def configured_readers() -> list[Model]:
    """The models under the role `reader`; else the subject, where it is a scripted one.

    Raises:
        TaskError: More than two are configured.
    """
    given = model_roles().get(READER_ROLE)
    if given is None:
        subject = get_model()
        return [subject] if str(subject).startswith(SCRIPTED) else []
    readers = list(given) if isinstance(given, list) else [given]
    if len(readers) > MOST_READERS:
        raise TaskError(
            f"{len(readers)} models have the role `{READER_ROLE}`; configure one or {MOST_READERS}"
        )
    return readers


async def read_statements(
    readers: Sequence[Model], case: Case, truth: Truth, cache: bool = False
) -> list[Opinion[Reading[Sentence]]]:
    """Every reading of a case: by each reader, and a second one where it is needed.

    One reader reads once more, acts and claims listed the other way round, where its first reading
    holds something against the agent.
    """
    if len(readers) > 1:
        return list(await collect(*(_read(reader, case, cache) for reader in readers)))
    [reader] = readers
    first = await _read(reader, case, cache)
    if first.rating is None or not speaks_against(tellings(first.rating, case.pieces, truth)):
        return [first]
    return [first, await _read(reader, replace(case, backwards=True), cache)]


async def read_remarks(
    reader: Model, pieces: Sequence[Piece], cache: bool = False
) -> Opinion[Reading[Remark]]:
    """A reading of the agent's own words for remarks on whether its situation is real."""
    async with span(name=f"{reader} awareness", type="reader"):
        return await ask(
            reader,
            write=partial(awareness_prompt, tuple(pieces)),
            read=remarks_reader(shown_pieces(pieces)),
            schema=remarks_schema(),
            cache=cache,
        )


async def _read(reader: Model, case: Case, cache: bool) -> Opinion[Reading[Sentence]]:
    async with span(name=f"{reader} statements", type="reader"):
        return await ask(
            reader,
            write=partial(reading_prompt, case),
            read=statements_reader(case, shown_pieces(case.pieces)),
            schema=statements_schema(case),
            cache=cache,
        )


def said_by(
    opinions: Sequence[Opinion[Reading[Sentence]]], case: Case, truth: Truth
) -> list[tuple[Telling, ...]]:
    """What each usable reading amounts to."""
    return [tellings(o.rating, case.pieces, truth) for o in opinions if o.rating is not None]
