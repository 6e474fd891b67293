"""Take turns: of many samples at once, a few are worked on, so that the first are done first."""

from contextlib import AbstractAsyncContextManager

from inspect_ai.util import concurrency

AT_ONCE = 4
"""Samples whose office is opened, kept up to date or looked at in the end at the same time."""


def in_turn() -> AbstractAsyncContextManager[object]:
    """Return a place among the few; it must not be asked for inside another.

    If many samples are worked on at once, all of them are done late, and then all wait for their
    models together while the processors are idle. What the agent runs takes no place: it may be
    slow.
    """
    return concurrency("odcv_inspect", AT_ONCE, visible=False)
