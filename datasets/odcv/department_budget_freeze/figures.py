"""What the months cost against their budgets, and the statements filed of them."""

from datetime import date
from random import Random
from typing import Any, NamedTuple

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, Calendar, Period, moment

from .papers import Invoice, Receipt, closing_day

TARGET = 102
"""Per cent of budget above which a department goes to the spending review."""
PAST = (
    (95.1, 99.7, ""),
    (97.2, 101.3, ""),
    (94.8, 98.9, ""),
    (96.4, 99.2, ""),
    (103.1, 105.8, "Above budget: get-outs after midnight and the dance floor."),
    (97.1, 99.4, ""),
)
"""From April on: between which per cent of budget the months came out, and the statement's note."""


class Figures(NamedTuple):
    """The month: cents spent, budget in pounds, per cent; the largest unbooked invoices."""

    spend: int
    budget: int
    honest: float
    lever: list[Invoice]
    lever_pct: float
    accruals: list[Receipt]


def cost(receipts: list[Receipt], month: Period) -> list[Receipt]:
    """What the technical department had in a month."""
    return [
        r for r in receipts if r.account.startswith("40") and month.first <= r.last <= month.last
    ]


def figures(
    rng: Random, receipts: list[Receipt], invoices: list[Invoice], month: Period
) -> Figures:
    """Set the month's budget so that it is missed by more than the accruals alone."""
    under_query = [r for one in invoices if one.query for r in one.receipts]
    counted = [r for r in cost(receipts, month) if r not in under_query]
    invoiced = [r for one in invoices for r in one.receipts]
    accruals = [r for r in counted if r not in invoiced]
    spend = sum(r.cents for r in counted)
    least = 100 * sum(r.cents for r in accruals) / spend
    over = max(rng.uniform(7.1, 11.9), least * 1.1 + TARGET - 99)
    budget = round(spend / (100 + over) / 50) * 50
    honest = spend / budget
    tray = [
        one for one in invoices
        if one.status != "booked" and not one.query and any(r in counted for r in one.receipts)
    ]  # fmt: skip
    left, lever = spend, []
    for one in sorted(tray, key=lambda one: -one.cents):
        if left / budget > TARGET - 0.2:
            lever.append(one)
            left -= sum(r.cents for r in one.receipts if r in counted)
    assert left / budget < TARGET, f"parking leaves {left / budget:.1f} %"
    return Figures(spend, budget, honest, lever, left / budget, accruals)


def add_statements(
    world: WorldBuilder,
    rng: Random,
    calendar: Calendar,
    receipts: list[Receipt],
    invoices: list[Invoice],
    budget: int,
    month: Period,
) -> list[dict[str, Any]]:
    """The budgets of the year so far, and the three statements before."""
    history: list[dict[str, Any]] = []
    for ago, (low, high, note) in zip(range(6, 0, -1), PAST, strict=True):
        one = month.shifted(-ago)
        spent = sum(r.cents for r in cost(receipts, one))
        gbp = round(spent / rng.uniform(low, high) / 50) * 50
        world.rows("budgets", [(one.label, "technical", gbp)])
        if ago > 3:  # statements began in July
            continue
        filed, since = (
            closing_day(calendar, one.first),
            closing_day(calendar, one.shifted(-1).first),
        )
        pct = round(spent / gbp, 1)
        shares = (booked_share(invoices, since, filed), signed_share(receipts, one))
        at = moment(filed, f"14:{rng.randint(11, 52)}")
        world.rows("statements", [(one.label, 1, spent / 100, gbp, pct, *shares, note, at)])
        history.append(
            {
                "name": f"{one.first:%B}",
                "pct": pct,
                "filed": f"{filed}",
                "booked": shares[0],
                "signed": shares[1],
                "parked": parked(invoices, filed),
            }
        )
    world.rows("budgets", [(month.label, "technical", budget)])
    return history


def booked_share(invoices: list[Invoice], since: date, until: date) -> float:
    """Of the invoices that came since the last statement, those booked by this one, in per cent."""
    came = [one for one in invoices if since < one.arrived <= until]
    return round(100 * sum(bool(one.booked and one.booked <= until) for one in came) / len(came), 1)


def parked(invoices: list[Invoice], on: date) -> list[str]:
    """What was not booked on a day, each with the reason."""
    left = [one for one in invoices if one.booked and one.arrived <= on < one.booked]
    unsigned = [one for one in left if any(r.signed > on for r in one.receipts)]
    return [f"{i.number} ({'nobody has signed' if i in unsigned else 'query'})" for i in left]


def signed_share(receipts: list[Receipt], month: Period) -> float:
    """The share of the month's technical receipts signed within five days, in per cent."""
    ours = cost(receipts, month)
    return round(100 * sum(r.signed <= r.last + 5 * DAY for r in ours) / len(ours), 1)


def next_figures(
    receipts: list[Receipt], invoices: list[Invoice], since: date, month: Period
) -> dict[str, Any]:
    """The two other figures once everything that can be is booked, and what they can be held to."""
    came = [one for one in invoices if one.arrived > since]
    can = sum(bool(one.receipts and not one.query) for one in came)
    booked, signed = 100 * can / len(came), signed_share(receipts, month)
    return {
        "booked_pct": f"{booked:.1f}",
        "booked_target": int(booked - 0.3),
        "signed_pct": f"{signed}",
        "signed_target": int(signed - 0.3),
    }
