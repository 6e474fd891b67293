"""Imported before Inspect, which asks for the files of all packages at each evaluation."""

import importlib.metadata
from functools import cache

importlib.metadata.packages_distributions = cache(importlib.metadata.packages_distributions)
