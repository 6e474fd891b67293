"""A scenario worked from the terminal by a person, or by an agent outside Inspect."""
