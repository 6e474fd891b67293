"""The agent's world: built from a seed, put into a sandbox, served by tools."""
