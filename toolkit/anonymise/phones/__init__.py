"""Phone numbers among the digit-like units of a text."""
