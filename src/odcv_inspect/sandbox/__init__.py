"""Where the agent works: the embedded bubblewrap sandbox and what the others need."""
