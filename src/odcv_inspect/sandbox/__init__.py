"""The agent's sandbox: the embedded bubblewrap one, and support for the others."""
