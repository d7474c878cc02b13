"""A second reader of indicators, by meaning: an option, always uncertain."""
