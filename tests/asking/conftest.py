"""The loopback servers of the judges' tests, for the package shared by judges and readers."""

from ..judges.conftest import loopback

__all__ = ["loopback"]
