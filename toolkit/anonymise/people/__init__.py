"""Names of persons, by phrases, lists and places in a text, and dates of birth."""
