"""Turn scenarios and conditions into Inspect tasks: dataset, set-up, agent, scripted models."""
