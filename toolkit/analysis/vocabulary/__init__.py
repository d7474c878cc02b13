"""Words and word pairs: which are typical of a group of ads, which are new."""

from toolkit.analysis.vocabulary.distinctive import distinctive_terms
from toolkit.analysis.vocabulary.emerging import emerging_terms
from toolkit.analysis.vocabulary.reading import Terms, terms

__all__ = ["Terms", "distinctive_terms", "emerging_terms", "terms"]
