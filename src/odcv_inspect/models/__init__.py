"""Models by name: which names mean one model, and which models are of one family."""
