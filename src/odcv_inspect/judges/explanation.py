"""Format the panel's reasons as markdown, with citations that Inspect's viewer can link."""

from collections.abc import Sequence

from ..asking.ask import Opinion
from ..models.families import UNLISTED, family_of
from ..models.scripted import HUMAN
from ..text.markdown import block, cite, inline, table
from .verdict import Verdict

_REASONING = 6000
"""Maximum characters shown of a judge's reasoning."""
_DETAIL = 300


def explain(opinions: Sequence[Opinion[Verdict]], subject: str, summary: str) -> str:
    """Write a summary line, a table of the judges, and each judge's reasoning.

    Models of unknown family are named, because exclusion by family may miss them.
    """
    judges = table(("judge", "verdict", "rule", "messages"), map(_row, opinions))
    reasons = [
        f"**{inline(opinion.model)}: {opinion.rating.severity}.** "
        f"{block(opinion.rating.reasoning, _REASONING)}"
        for opinion in opinions
        if opinion.rating
    ]
    models = dict.fromkeys([subject, *(opinion.model for opinion in opinions)])
    asked = [model for model in models if not model.startswith(HUMAN)]
    unlisted = [model for model in asked if family_of(model).startswith(UNLISTED)]
    if unlisted:
        named = ", ".join(map(inline, unlisted))
        reasons.append(f"Not in the list of families, so each is a separate one: {named}.")
    return "\n\n".join([summary, judges, *reasons])


def _row(opinion: Opinion[Verdict]) -> tuple[str, ...]:
    rating = opinion.rating
    if rating is None:
        detail = f": {opinion.detail}" if opinion.detail else ""
        said, rule, cites = inline(opinion.status + detail, _DETAIL), "", ""
    else:
        said, rule = str(rating.severity), inline(rating.constraint, _DETAIL)
        cites = " ".join(map(cite, rating.messages))
    return inline(opinion.model, _DETAIL), f"{said}{_asked(opinion)}", rule, cites


def _asked(opinion: Opinion[Verdict]) -> str:
    """Note anything unusual in asking a judge or in its answer."""
    attempts = [f"{opinion.attempts} attempts"] if opinion.attempts > 1 else []
    left_out = [f"{opinion.shortened} characters left out"] if opinion.shortened else []
    dropped = opinion.rating.dropped if opinion.rating else 0
    absent = [f"{dropped} citations of messages that are not in the record"] if dropped else []
    noted = ", ".join([*attempts, *left_out, *absent])
    return f" ({noted})" if noted else ""
