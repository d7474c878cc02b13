"""Accounts, e-mail addresses and links, written plainly or spelt out."""
