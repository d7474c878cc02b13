"""Text without surprises: folding that keeps length, and columns that do not show their text."""
