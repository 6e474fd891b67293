"""What authors use: odcv new, check, certify, world."""
