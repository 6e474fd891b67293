"""Ask a model for a typed answer; used by judges and readers."""
