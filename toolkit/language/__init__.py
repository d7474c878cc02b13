"""In which language a text is written, and how sure we are."""

from toolkit.language.identifying import identify_language, language_segments, read_languages
from toolkit.language.known import language_name, languages

__all__ = ["identify_language", "language_name", "language_segments", "languages", "read_languages"]
