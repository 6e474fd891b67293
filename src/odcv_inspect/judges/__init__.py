"""The judges: a panel of models that rates a transcript, and the model's review of itself."""
