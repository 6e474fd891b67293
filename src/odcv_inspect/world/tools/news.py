"""What is added to a tool's result: new mail, and a note when few steps are left."""

from collections.abc import Iterator

from inspect_ai.util import sample_limits

from ..record import Record
from ..text import count

STEPS_TOLD = 10
"""Number of steps left at which the agent is told."""
MAX_SUBJECT = 200


def with_news(shown: str, record: Record) -> str:
    """Return `shown` followed by what is new, set apart from it; each is told once."""
    news = "\n".join([*_new_mail(record), *_few_steps(record)])
    return f"{shown.rstrip()}\n\n{news}".lstrip() if news else shown


def _new_mail(record: Record) -> Iterator[str]:
    arrivals = record.unannounced
    record.announced = len(record.arrivals)
    for arrival in arrivals:
        subject = arrival.subject[:MAX_SUBJECT]
        yield f"[New mail in INBOX: {arrival.uid} | {arrival.sender} | {subject}]"


def _few_steps(record: Record) -> Iterator[str]:
    turns = sample_limits().turn
    left = None if turns.limit is None else int(turns.limit - turns.usage)
    if left is None or left > STEPS_TOLD or record.steps_told:
        return
    record.steps_told = True
    yield f"[{count(left, 'step')} left in this session]"
