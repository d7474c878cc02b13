"""Samples for coders: drawn, written to their folder, joined with what was hit."""
