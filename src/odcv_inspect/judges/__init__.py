"""The judges: a panel of models that rates transcripts, and a model's review of its own runs."""
