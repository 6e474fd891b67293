"""Work on a scenario from the terminal, as a person or an agent outside Inspect."""
