"""The second reader: a small learned reader of what the rules left of contacts."""
