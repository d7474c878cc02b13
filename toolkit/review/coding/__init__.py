"""Codes that people give: on screen, in sheets, in annotation tools."""
