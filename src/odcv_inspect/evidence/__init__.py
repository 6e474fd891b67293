"""What happened, from the state before and after: collected inside, checked outside as SQL."""
