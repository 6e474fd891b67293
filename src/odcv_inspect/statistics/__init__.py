"""Estimators as pure functions on arrays; NaN is a missing or unusable cell."""
