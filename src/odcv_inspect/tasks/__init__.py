"""Scenario and condition to an Inspect task: dataset, set-up, agent, scripted models."""
