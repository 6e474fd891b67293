"""Asking a model for a typed answer: judges and readers share this."""
