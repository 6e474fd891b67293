"""Collect garbage less often while many samples are in memory."""

import gc
from typing import Final

ALLOCATIONS: Final = 20_000
"""Containers allocated, less those freed, before the youngest generation is collected.

Python's own value is 700 or 2,000, depending on its version.
"""


def collect_less_often() -> None:
    """Raise the threshold of the youngest generation; the older ones follow from it.

    Inspect copies the parameters of every tool at every turn. With Python's own threshold, these
    copies cause a collection of the whole heap every few seconds. It stops all samples, for half a
    second if there are 96 of them, and finds almost nothing, as few of these objects are cyclic.

    A threshold that is higher already stays as it is, and 0, which turns collections off, as well.
    """
    youngest, *older = gc.get_threshold()
    if 0 < youngest < ALLOCATIONS:
        gc.set_threshold(ALLOCATIONS, *older)
