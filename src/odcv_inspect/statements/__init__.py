"""What was told: read by a model into a typed form, held by code against the truth."""
