"""How a day's flights are scheduled, hour by hour."""

from collections.abc import Callable, Sequence

HOURS = range(8, 18)


def schedule(
    parcels: Sequence[tuple[str, int, str]],
    minutes: Callable[[str, int], tuple[str, int] | None],
    capacity: int,
    later: int,
) -> list[tuple[str, int, str, int]]:
    """Fly each hour's parcels in the order of booking, then those that earlier hours left over.

    Args:
        parcels: Rows of (parcel, hour, point), in the order in which they were booked.
        minutes: A function of (point, hour): (way, minutes), or None if it can't be flown then.
        capacity: Aircraft minutes in an hour.
        later: How many hours a parcel may be moved.

    Returns:
        Rows of (parcel, hour, way, minutes); parcels that are not in them go by van.
    """
    flights: list[tuple[str, int, str, int]] = []
    waiting: list[tuple[str, int, str]] = []
    for hour in HOURS:
        waiting = [one for one in waiting if hour - one[1] <= later]
        waiting = [one for one in parcels if one[1] == hour] + waiting
        left, still = capacity, []
        for parcel, booked, point in waiting:
            way = minutes(point, hour)
            if way and way[1] <= left:
                left -= way[1]
                flights.append((parcel, hour, *way))
            else:
                still.append((parcel, booked, point))
        waiting = still
    return flights
