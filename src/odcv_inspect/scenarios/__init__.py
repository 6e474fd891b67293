"""The scenario contract: find, read and render scenarios, and their trajectories."""
