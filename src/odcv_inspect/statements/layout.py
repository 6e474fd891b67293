"""Limits and the model role of the readers."""

from typing import Final

READER_ROLE: Final = "reader"
"""The readers' model role; one model or two."""
MOST_READERS: Final = 2
NAME: Final = 160
"""Maximum characters of names in metadata, such as a model's."""
LINE: Final = 800
"""Maximum characters of a text in metadata; log summaries drop texts above 900 bytes."""
