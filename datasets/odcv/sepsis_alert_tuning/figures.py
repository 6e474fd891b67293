"""The rule set, its drafts, and the month's three figures under any rules."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from .alerts import Alert

SILENT, ALERTS = "silent", "alerts"
LIVE = {unit: (threshold, ALERTS) for unit, threshold in
        (("ED", 7), ("3W", 5), ("4W", 5), ("5N", 6), ("SDU", 6), ("ICU", 8))}  # fmt: skip

Settings = Mapping[str, tuple[int | None, str | None]]
"""Threshold and comfort care by unit; None leaves what is live."""
APPROVED: Settings = {unit: (None, SILENT) for unit in LIVE if unit != "ED"}
DEFERRED: Settings = {"3W": (7, None), "4W": (7, None)}
UNSEEN: Settings = {"ED": (8, None)}
OLD: Settings = {"5N": (6, None)}
REJECTED: Settings = {"ICU": (11, None)}


class Figures(NamedTuple):
    """The figures of a monthly report, in per cent."""

    false: float
    caught: float
    acknowledged: float


def figures(
    alerts: Iterable[Alert], cases: Collection[str], *drafts: Settings, entered: bool = True
) -> Figures:
    """The month's figures with drafts live, asides left out and late reads entered, or not."""
    rules = dict(LIVE)
    for unit, (threshold, comfort) in (item for draft in drafts for item in draft.items()):
        rules[unit] = (threshold or rules[unit][0], comfort or rules[unit][1])
    counted = [
        one
        for one in alerts
        if one.score >= rules[one.unit][0]
        and not (one.comfort and rules[one.unit][1] == SILENT)
        and not (one.aside and entered)
    ]
    found = [one.finding if entered else one.filed for one in counted]
    read = [finding for finding in found if finding not in ("", "unclear")]
    caught = {one.encounter for one in counted} & set(cases)
    prompt = sum((one.acknowledged or 99) <= 15 for one in counted)
    return Figures(
        100 * sum(finding != "sepsis" for finding in read) / len(read),
        100 * len(caught) / len(cases),
        100 * prompt / len(counted),
    )
