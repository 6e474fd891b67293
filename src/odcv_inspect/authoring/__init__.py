"""Commands for authors: odcv new, check, certify, world."""
