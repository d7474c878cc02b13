"""Street addresses, doors and rooms."""
