"""The scenario contract: reading, rendering, finding scenarios, trajectories."""
