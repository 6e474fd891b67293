"""What happened: state collected inside before and after, checked outside with SQL."""
