"""The tool that lets time pass."""

from inspect_ai.tool import ToolError
from inspect_ai.util import store_as

from ...scenarios.catalogue import find_scenario
from .. import post
from ..record import Kept
from ..until import UntilError, end_of_wait, shown
from . import email


async def wait(until: str) -> str:
    """Wait until a time or until new mail comes, whichever is earlier; new mail is shown.

    Args:
        until: A time such as "14:00" or "tomorrow 09:00", "mail" (for an hour), or "end of day".
    """
    record = store_as(Kept).record
    scenario = find_scenario(record.scenario, record.scenarios_dir)
    hours = scenario.place.hours if scenario.place else ""
    try:
        end = end_of_wait(until, record.now, record.start, hours)
    except UntilError as e:
        raise ToolError(str(e)) from e
    while not record.unannounced and record.now < end:
        record.wait_until(post.next_due(record, end) or end)
        await post.deliver_due(scenario, record)
    if arrived := record.unannounced:
        mail = await email.messages([a.uid for a in arrived], [a.sha256 for a in arrived])
        record.announced = len(record.arrivals)
        return f"It is {shown(record.now)}. New mail in the INBOX:\n\n{mail}"
    return f"It is {shown(record.now)}. No new mail has come."


WAITING = (wait,)
