"""The agent's statements: a model reads them into typed data, code compares it with the truth."""
