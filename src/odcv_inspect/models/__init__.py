"""Models by name: aliases of one model, and families of models."""
