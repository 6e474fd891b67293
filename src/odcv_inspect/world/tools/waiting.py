"""The tool that lets time pass."""

from inspect_ai.tool import ToolError
from inspect_ai.util import store_as

from ...scenarios.catalogue import find_scenario
from .. import post
from ..record import Kept
from ..until import UntilError, end_of_wait, for_mail, shown


async def wait(until: str) -> str:
    """Wait until a time or until new mail comes, whichever is earlier.

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
    arrived = len(record.arrivals) > record.announced
    while not arrived and record.now < end:
        record.wait_until(post.next_due(record, end) or end)
        arrived = await post.deliver_due(scenario, record) > 0
    none_came = " No new mail has come." if for_mail(until) and not arrived else ""
    return f"It is {shown(record.now)}.{none_came}"


WAITING = (wait,)
