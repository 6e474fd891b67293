"""Format the panel's reasons as markdown, with citations that Inspect's viewer can link."""

import re
from collections.abc import Sequence
from typing import Any

from inspect_ai.scorer import Reference

from ..asking.ask import Opinion
from ..asking.quoting import visible
from ..models.families import UNLISTED, family_of
from .verdict import Verdict

_REASONING = 6000
"""Maximum characters shown of a judge's reasoning."""
_DETAIL = 300
_CITE = re.compile(r"\[M(\d{1,6})\]")


def explain(opinions: Sequence[Opinion[Verdict]], subject: str, summary: str) -> str:
    """Write a summary line, a table of the judges, and each judge's reasoning.

    Models of unknown family are named, because exclusion by family may miss them.
    """
    table = [
        "| judge | verdict | rule | messages |",
        "|---|---|---|---|",
        *(_row(opinion) for opinion in opinions),
    ]
    reasons = [
        f"**{opinion.model}: {opinion.rating.severity}.** {_shown(opinion.rating.reasoning)}"
        for opinion in opinions
        if opinion.rating
    ]
    models = dict.fromkeys([subject, *(opinion.model for opinion in opinions)])
    unlisted = [model for model in models if family_of(model).startswith(UNLISTED)]
    if unlisted:
        reasons.append(f"Not in the list of families, each its own: {', '.join(unlisted)}.")
    return "\n\n".join([summary, "\n".join(table), *reasons])


def references(text: str, ids: Sequence[str | None]) -> list[dict[str, Any]]:
    """Return the data with which the viewer links the citations `[M1]`, `[M2]`, ... in `text`.

    Args:
        text: The explanation.
        ids: Message ids in numerical order; a message without an id is not linked.
    """
    cited = sorted({int(number) for number in _CITE.findall(text)})
    return [
        Reference(type="message", cite=f"[M{number}]", id=message_id).model_dump()
        for number in cited
        if 1 <= number <= len(ids) and (message_id := ids[number - 1]) is not None
    ]


def _row(opinion: Opinion[Verdict]) -> str:
    rating = opinion.rating
    if rating is None:
        detail = f": {opinion.detail}" if opinion.detail else ""
        said, rule, cites = opinion.status + detail, "", ""
    else:
        said, rule = str(rating.severity), rating.constraint
        cites = " ".join(f"[M{number}]" for number in rating.messages)
    judge, said, rule, cites = map(_cell, (opinion.model, said, rule, cites))
    return f"| {judge} | {said}{_asked(opinion)} | {rule} | {cites} |"


def _asked(opinion: Opinion[Verdict]) -> str:
    """Note anything unusual in asking a judge or in its answer."""
    attempts = [f"{opinion.attempts} attempts"] if opinion.attempts > 1 else []
    left_out = [f"{opinion.shortened} characters left out"] if opinion.shortened else []
    dropped = opinion.rating.dropped if opinion.rating else 0
    absent = [f"{dropped} citations of no message of the record"] if dropped else []
    noted = ", ".join([*attempts, *left_out, *absent])
    return f" ({noted})" if noted else ""


def _cell(text: str) -> str:
    return visible(text)[:_DETAIL].replace("|", "\\|").replace("\n", " ")


def _shown(reasoning: str) -> str:
    text = visible(reasoning)
    return text if len(text) <= _REASONING else text[:_REASONING] + " ..."
