"""Fixtures of the judges' tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from .loopback import Loopback, Script, serve


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Loopback]]:
    """Start the three APIs with a script each: `loopback(openai=[...], google=[...])`."""
    with ExitStack() as stack:

        def start(**scripts: Script) -> Loopback:
            server = stack.enter_context(serve(scripts))
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            return server

        yield start
