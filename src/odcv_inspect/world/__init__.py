"""Everything the agent can touch: built from a seed, put into a sandbox, served by tools."""
