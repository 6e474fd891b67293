"""Limits and the model role of the readers."""

from typing import Final

READER_ROLE: Final = "reader"
"""The model role that reads; one model or two."""
MOST_READERS: Final = 2
NAME: Final = 160
"""Characters of a model's name in metadata, and of other names."""
LINE: Final = 800
"""Characters of a text in metadata; log summaries drop what is above 900 bytes."""
