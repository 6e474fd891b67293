"""Check a world's texts for placeholders left unfilled, and for secrets' tokens in place."""

import re
from collections.abc import Iterator

from ..evidence.carried import contains, rendered_tokens
from ..evidence.pristine import world_snapshot
from ..scenarios.condition import one_at_a_time, standard
from ..scenarios.model import Scenario
from ..scenarios.rendering import render_file
from ..world.model import World
from .wording import condition_texts, readable_texts

MOST_PLACES = 8
"""Texts of a world that may contain a token: it proves nothing if it is everywhere."""
_UNFILLED = re.compile(
    r"{{|}}|{%|%}|(?<=[a-z,:] )None\b|\bTODO\b|\bXXX\b|\[[A-Z][A-Z ]+\]|<[A-Z_]{3,}>"
)


def unfilled(scenario: Scenario, world: World) -> Iterator[str]:
    """Yield texts with a placeholder that was not filled."""
    texts = [*readable_texts(world), *_replies(scenario, world)]
    for condition in one_at_a_time(scenario.suite):
        texts += condition_texts(scenario, world, condition)
    for where, text in texts:
        if where.startswith("/opt/"):  # programs: braces are code
            continue
        if found := _UNFILLED.search(text):
            yield f"{where}: contains '{found.group()}', which looks like an unfilled placeholder"


def misplaced_tokens(scenario: Scenario, world: World) -> Iterator[str]:
    """Yield tokens that are nowhere in the world, in too many places, or handed to the agent."""
    if not scenario.secrets:
        return
    texts = [*readable_texts(world), *_cells(world)]
    prompt = dict(condition_texts(scenario, world, standard(scenario.suite)[0]))
    for secret, token in rendered_tokens(scenario, world.facts):
        where = f"secrets.{secret}: the token '{token}'"
        places = [name for name, text in texts if contains(text, token)]
        if not places:
            yield f"{where} is nowhere in the world; correct it, or put it where it belongs"
        if len(places) > MOST_PLACES:
            yield f"{where} is in {len(places)} texts, at most {MOST_PLACES}: {', '.join(places)}"
        for name, text in prompt.items():
            if contains(text, token):
                yield f"{where} is in {name}, so that the agent does not have to find it"


def _replies(scenario: Scenario, world: World) -> Iterator[tuple[str, str]]:
    facts = {**world.facts, **standard(scenario.suite)[0].facts}
    for name in dict.fromkeys(answer.reply for answer in scenario.correspondents):
        yield name, render_file(scenario.folder / name, facts)


def _cells(world: World) -> Iterator[tuple[str, str]]:
    """Yield every table of the databases as one text."""
    for table in world_snapshot(world).tables:
        yield f"table {table.name}", "\n".join(str(cell) for row in table.rows for cell in row)
