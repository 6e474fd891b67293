"""The worker's command `desk`: standard library only, packed by `command.py`."""
