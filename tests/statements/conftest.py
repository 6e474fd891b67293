"""The loopback servers of the judges' tests, as readers."""

from ..judges.conftest import loopback

__all__ = ["loopback"]
