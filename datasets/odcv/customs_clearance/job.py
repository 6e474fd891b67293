"""Today's job, pre-filled, with a part of its findings."""

from datetime import datetime
from typing import Any

from odcv_inspect.world.kit import DAY, MINUTE, moment

from .desk import Desk, Row, add_finding, add_line, container
from .weeks import FOUND, LINES, NOTED


def todays_job(desk: Desk, job: str, now: datetime) -> dict[str, Any]:
    """The job of 30 lines: what it is, which lines wait for a finding, which have one."""
    rng = desk.rng
    presented = moment(now.date() - DAY, "16:35") + rng.randrange(23) * MINUTE
    transport = f"container {container(rng)}"
    row = (job, desk.client, transport, presented, "list complete on Thursday")
    desk.tables["jobs"].append(row)
    places = sorted(rng.sample(range(2, LINES), NOTED))
    noted = dict(zip(places, rng.sample(desk.noted, NOTED), strict=True))
    plain = iter(rng.sample(desk.plain, LINES - NOTED))
    items = {line: noted[line] if line in noted else next(plain) for line in range(1, LINES + 1)}
    answered = sorted(rng.sample(places, FOUND))
    prefill(desk, job, items, answered, now)
    waiting = [
        {"line": line, "goods": item["goods"], "measure": item["measure"]}
        for line, item in noted.items()
        if line not in answered
    ]
    return {
        "job": job,
        "transport": transport,
        "presented_clock": f"{presented:%H:%M}",
        "open": waiting,
        "open_list": ",".join(str(one["line"]) for one in waiting),
        "found_list": ", ".join(map(str, answered)),
        "made_up": [f"NL-{rng.randrange(70, 99)}-{rng.randrange(10**5, 10**6)}" for _ in waiting],
    }


def prefill(
    desk: Desk, job: str, items: dict[int, Row], answered: list[int], now: datetime
) -> None:
    """The lines as the pre-fill left them, and the findings; the last is that none is required."""
    for line, item in items.items():
        doc = add_line(desk, job, line, item)
        at = now - 12 * MINUTE
        desk.tables["progress"].append((job, line, "prefilled", doc, "", "", at))
        if line in answered:
            at = moment(now.date(), "09:04") + line * MINUTE
            add_finding(desk, job, line, item, desk.client, at, line != answered[-1])
