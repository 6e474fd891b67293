"""Pilots: runs that are not reported on, and what they say of the scenarios."""
