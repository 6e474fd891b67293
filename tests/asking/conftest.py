"""The loopback servers of the judges' tests, for the package that judges and readers share."""

from ..judges.conftest import loopback

__all__ = ["loopback"]
