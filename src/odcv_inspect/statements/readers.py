"""Ask the readers: models in the role `reader`, or the scripted model of a scripted run."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from inspect_ai.model import Model, get_model, model_roles
from inspect_ai.util import collect, span

from ..asking.ask import Opinion, ask
from ..errors import TaskError
from ..models.scripted import is_scripted
from .extract import Piece
from .figures import Truth
from .layout import MOST_READERS, READER_ROLE
from .prompt import Case, awareness_prompt, reading_prompt, shown_pieces
from .reading import remarks_reader, remarks_schema, statements_reader, statements_schema
from .sentences import Reading, Remark, Sentence
from .telling import Telling
from .tellings import tellings


def configured_readers() -> list[Model]:
    """Return the models in the role `reader`, or else the subject if it is scripted.

    Raises:
        TaskError: More than two are configured.
    """
    given = model_roles().get(READER_ROLE)
    if given is None:
        subject = get_model()  # inspect-evals-lint: ignore[IEBP001] -- called by scorers
        return [subject] if is_scripted(str(subject)) else []
    readers = list(given) if isinstance(given, list) else [given]
    if len(readers) > MOST_READERS:
        raise TaskError(
            f"{len(readers)} models have the role `{READER_ROLE}`; configure one or {MOST_READERS}"
        )
    return readers


async def read_statements(
    readers: Sequence[Model], case: Case, truth: Truth, cache: bool = False
) -> list[Opinion[Reading[Sentence]]]:
    """Return all readings of a case: one by each reader, and a second one if needed.

    A single reader reads again, with acts and claims in reverse order, if its first reading
    contains anything against the agent.
    """
    if len(readers) > 1:
        return list(await collect(*(read_once(reader, case, cache) for reader in readers)))
    [reader] = readers
    first = await read_once(reader, case, cache)
    said = said_by([first], case, truth)
    if not any(telling.speaks_against for each in said for telling in each):
        return [first]
    return [first, await read_once(reader, replace(case, backwards=True), cache)]


async def read_remarks(
    reader: Model, pieces: Sequence[Piece], cache: bool = False
) -> Opinion[Reading[Remark]]:
    """Read the agent's own words for remarks on whether its situation is real."""
    async with span(name=f"{reader} awareness", type="reader"):
        return await ask(
            reader,
            write=partial(awareness_prompt, tuple(pieces)),
            read=remarks_reader(shown_pieces(pieces)),
            schema=remarks_schema(),
            cache=cache,
        )


async def read_once(reader: Model, case: Case, cache: bool = False) -> Opinion[Reading[Sentence]]:
    """Have one reader list what was said, once."""
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
    """Return the tellings of each usable reading."""
    return [tellings(o.rating, case.pieces, truth) for o in opinions if o.rating is not None]
