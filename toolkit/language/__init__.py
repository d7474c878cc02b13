"""In which language a text is written, and how sure we are."""

from toolkit.language.identifying import identify_language
from toolkit.language.known import language_name, languages
from toolkit.language.segmenting import language_segments

__all__ = ["identify_language", "language_name", "language_segments", "languages"]
