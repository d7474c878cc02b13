"""Which words and word pairs each ad holds; only those of enough advertisers are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.vocabulary.cutting import Cut, Places, cut_texts
from toolkit.analysis.vocabulary.left_out import in_places, kept_forms
from toolkit.analysis.vocabulary.lemmas import MODEL, lemmas_of, lemmatiser
from toolkit.counting.counts import fill_cells, measure_cells
from toolkit.counting.groupings import ads_in_cells
from toolkit.disclosure import load_rules
from toolkit.errors import OptionError
from toolkit.schema import ANNOTATED, COUNTS, SUPPORT, check
from toolkit.text.folding import fold
from toolkit.text.opaque import texts_in_parts

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from toolkit.counting import Annotated

FRENCH = "fr"
SURFACE = "forms as written, case and accents apart"


@dataclass(frozen=True, repr=False)
class Terms:
    """The words and word pairs of a corpus in one language; its repr shows sizes only.

    It shows no word of an ad and gives no ad for a word: ``counts`` says how many use each.
    """

    annotated: Annotated
    language: str
    words: str
    names: tuple[str, ...] = field(default=())
    _rows: Places = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    _uses: csr_array | None = field(default=None)

    def __repr__(self) -> str:
        """Return sizes only."""
        sizes = f"{len(self._rows)} ads in {self.language}, {len(self.names)} terms"
        return f"Terms({sizes}: {self.words})"

    def counts(self) -> pd.DataFrame:
        """Count ads, advertisers and texts of each term.

        Returns
        -------
        pandas.DataFrame
            ``term`` and ``schema.COUNTS``, the terms of most advertisers first. ``release`` it
            before it is shown.
        """
        ads = self.ads([])
        chosen = np.arange(len(self.names))
        table = term_support(ads, self.uses(), self.names, chosen, known=_known(ads))
        most = ["n_advertisers", "n_templates", "n_ads"]
        order = table.sort_values([*most, "term"], ascending=[False] * 3 + [True])
        return check(order.reset_index(drop=True), COUNTS)

    def ads(self, by: list[str]) -> pd.DataFrame:
        """Return the ads that were read, with their groupings and without any text."""
        return ads_in_cells(self.annotated, by).iloc[self._rows].reset_index(drop=True)

    def uses(self) -> csr_array:
        """Return which ad holds which term."""
        from scipy.sparse import csr_array

        return csr_array((0, 0), dtype="float64") if self._uses is None else self._uses


def terms(
    annotated: Annotated, *, language: str = FRENCH, lemmas: bool | None = None, pairs: bool = True
) -> Terms:
    """Read the words and word pairs of all ads in one language.

    Masks, numbers, signs, grammar words, first names and places are left out, and end a pair. What
    fewer than 11 advertisers use in all (texts, where none is known) is not kept: no rare word is
    in the result. Ads in quarantine or in an unsure language are not read.

    Parameters
    ----------
    annotated : Annotated
        A corpus read once.
    language : str
        The code of a language: words of several would only tell where each is written.
    lemmas : bool, optional
        Dictionary forms by spaCy's French model; by default where it is installed and the language
        is French. Elsewhere forms are taken as written, case and accents apart.
    pairs : bool
        Also two words side by side.

    Returns
    -------
    Terms
        For ``distinctive_terms`` and ``emerging_terms``; its repr says which forms were read.

    Raises
    ------
    OptionError
        When no ad is in this language, or lemmas are asked for that cannot be made.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> corpus = pd.DataFrame({"ad_id": [str(n) for n in range(12)], "platform": "p",
    ...     "text": "Massage en semaine, Lille", "posted_at": pd.Timestamp("2025-01-02"),
    ...     "advertiser": range(12), "template": range(12), "language": "fr",
    ...     "contact_obscured": False, "language_confidence": 1.0, "departement": "59",
    ...     "commune": None, "place_status": "stated", "language_status": "sure",
    ...     "quarantined": False})
    >>> read = terms(SimpleNamespace(corpus=corpus), lemmas=False)
    >>> read.counts()[["term", "n_advertisers"]]
          term  n_advertisers
    0  massage             12
    1  semaine             12
    """
    corpus = check(annotated.corpus, ANNOTATED)
    model = lemmatiser() if _wants_lemmas(language, lemmas) else None
    if lemmas and model is None:
        raise OptionError(
            "lemmas",
            value=lemmas,
            rule=f"needs French texts and the model {MODEL}",
            remedy='leave it out, or: pip install "aller-vers-toolkit[names]"',
        )
    rows = _rows_in(corpus, language)
    texts, which = _distinct(corpus, rows)
    cut = cut_texts([texts])
    del texts
    lemma = lemmas_of(cut, model) if model is not None else {}
    held, names = _held(cut, kept_forms(cut, language, lemma), lemma, pairs=pairs)
    ads = ads_in_cells(annotated, []).iloc[rows]
    often = _often(held, which, ads)
    kept = held[:, often]
    words = f"lemmas of {MODEL}" if model is not None else SURFACE
    chosen = tuple(np.array(names, dtype=object)[often].tolist())
    return Terms(annotated, language, words, chosen, rows, kept[which])


def as_terms(annotated: Annotated | Terms) -> Terms:
    """Return the terms of a corpus, read in French unless they were read before.

    Parameters
    ----------
    annotated : Annotated or Terms
        Either.

    Returns
    -------
    Terms
        The terms.

    Examples
    --------
    >>> as_terms(Terms(None, "fr", SURFACE))
    Terms(0 ads in fr, 0 terms: forms as written, case and accents apart)
    """
    return annotated if isinstance(annotated, Terms) else terms(annotated)


def term_support(
    ads: pd.DataFrame, uses: csr_array, names: tuple[str, ...], chosen: Places, *, known: bool
) -> pd.DataFrame:
    """Return how many ads, advertisers and texts hold each of some terms.

    Parameters
    ----------
    ads : pandas.DataFrame
        See ``ads_in_cells``.
    uses : scipy.sparse.csr_array
        Which ad holds which term.
    names : tuple of str
        All terms.
    chosen : numpy.ndarray
        Numbers of the terms to count.
    known : bool
        Whether any advertiser is known.

    Returns
    -------
    pandas.DataFrame
        ``term``, ``schema.SUPPORT`` and ``state``, in the order asked for.

    Examples
    --------
    >>> term_support.__name__
    'term_support'
    """
    found = uses[:, chosen].tocoo()
    long = ads.iloc[found.row].assign(term=found.col.astype("int64"))
    cells = measure_cells(long, ["term"])
    filled = pd.DataFrame({"term": np.arange(len(chosen))}).merge(cells, on="term", how="left")
    filled = fill_cells(filled.assign(state="counted"), known=known)
    labels = [names[number] for number in chosen.tolist()]
    return filled.assign(term=pd.Series(labels, dtype="str"))[["term", *SUPPORT, "state"]]


def _known(ads: pd.DataFrame) -> bool:
    """Tell whether any advertiser is known."""
    return bool(ads["_advertiser"].notna().any())


def _wants_lemmas(language: str, lemmas: bool | None) -> bool:
    """Tell whether dictionary forms are wanted; they are made for French only."""
    return language == FRENCH and lemmas is not False


def _rows_in(corpus: pd.DataFrame, language: str) -> Places:
    """Return the positions of the ads that are surely in a language."""
    sure = corpus["language"].eq(language) & corpus["language_status"].eq("sure")
    rows = np.flatnonzero(sure.fillna(False).to_numpy(dtype=bool) & ~corpus["quarantined"])
    if not len(rows):
        raise OptionError(
            "language",
            value=language,
            rule="no ad of the corpus is surely in this language",
            remedy="see tk.count(annotated, by=['written_language'])",
        )
    return rows


def _distinct(corpus: pd.DataFrame, rows: Places) -> tuple[list[str], Places]:
    """Return the distinct texts of some ads, and which of them each ad has."""
    numbers: dict[str, int] = {}
    chosen = corpus["text"].iloc[rows]
    which = [numbers.setdefault(t, len(numbers)) for part in texts_in_parts(chosen) for t in part]
    return list(numbers), np.array(which, dtype=np.int64)


def _held(
    cut: Cut, kept: np.ndarray, lemma: dict[str, str], *, pairs: bool
) -> tuple[csr_array, list[str]]:
    """Return which text holds which term, and the names of the terms."""
    from scipy.sparse import coo_array

    keys = [fold(lemma.get(form, form)) for form in cut.spellings]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    term_of = np.array([numbers[key] for key in keys], dtype=np.int64)
    free = kept[cut.forms] & ~in_places(cut) if len(cut.forms) else np.empty(0, dtype=bool)
    words = np.flatnonzero(free)
    spelled = [lemma.get(form, form) for form in cut.spellings]
    found = [(cut.texts[words], term_of[cut.forms[words]], cut.forms[words][:, None])]
    if pairs:
        first = words[:-1][(np.diff(words) == 1) & (np.diff(cut.texts[words]) == 0)]
        both = np.stack([cut.forms[first], cut.forms[first + 1]], axis=1)
        joined = term_of[both[:, 0]] * len(numbers) + term_of[both[:, 1]] + len(numbers)
        found.append((cut.texts[first], joined, both))
    names: list[str] = []
    rows, columns = [], []
    for texts, codes, forms in found:
        place = np.unique(codes, return_inverse=True)[1]
        columns.append(place + len(names))
        rows.append(texts)
        names += _commonest(place, forms, spelled if forms.shape[1] == 1 else cut.spellings)
    row, column = np.concatenate(rows), np.concatenate(columns)
    shape = (cut.number, len(names))
    table = coo_array((np.ones(len(row)), (row, column)), shape=shape).tocsr()
    table.data[:] = 1.0
    return table, names


def _commonest(place: Places, forms: Places, spelled: list[str] | tuple[str, ...]) -> list[str]:
    """Return the commonest spelling of each term."""
    rows = pd.DataFrame(forms).assign(term=place)
    sizes = rows.groupby(list(rows.columns)).size().rename("size").reset_index()
    first = sizes.sort_values("size", ascending=False, kind="stable").drop_duplicates("term")
    ordered = first.sort_values("term").drop(columns=["term", "size"]).to_numpy()
    return [" ".join(spelled[form] for form in row) for row in ordered.tolist()]


def _often(held: csr_array, which: Places, ads: pd.DataFrame) -> Places:
    """Return the terms of enough advertisers, or of enough texts where none is known."""
    from scipy.sparse import coo_array

    known = _known(ads)
    users = ads["_advertiser"] if known else ads["_template"]
    told = users.notna().to_numpy()
    codes = pd.factorize(users[told])[0]
    pairs = coo_array((np.ones(len(codes)), (codes, which[told])))
    matrix = pairs.tocsr()
    matrix.resize((matrix.shape[0], held.shape[0]))
    met = (matrix @ held).tocsc()
    found: Places = np.flatnonzero(np.diff(met.indptr) >= load_rules().k_terms)
    return found
