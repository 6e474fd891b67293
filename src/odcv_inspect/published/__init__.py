"""ODCV-Bench's own scenarios, run from a checkout that the user brings."""
