"""Numbers said in words: run together, misspelt, or written by ear."""
