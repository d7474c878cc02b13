"""Masked texts on screen, a few at a time, with a reason that is kept."""
