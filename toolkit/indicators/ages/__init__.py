"""Ages: stated, and whose they are."""
