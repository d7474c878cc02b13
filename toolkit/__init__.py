"""The aller-vers toolkit."""
