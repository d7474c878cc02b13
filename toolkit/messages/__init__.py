"""The words that users read, in French and in English, and French number typography."""

from toolkit.messages.catalogue import LANGUAGES, check_language, message
from toolkit.messages.numbers import format_month, format_number, format_percent

__all__ = [
    "LANGUAGES",
    "check_language",
    "format_month",
    "format_number",
    "format_percent",
    "message",
]
