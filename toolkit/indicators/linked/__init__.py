"""Indicators that link several ads: found, explained, measured."""
