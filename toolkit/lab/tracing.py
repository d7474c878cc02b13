"""What a reader needs to redo or to doubt a notebook: fingerprint, sizes, thresholds, versions."""

from __future__ import annotations

import datetime
import hashlib
import html
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.disclosure import load_rules
from toolkit.errors import InputFileError
from toolkit.messages import check_language, format_number, format_percent, message

if TYPE_CHECKING:
    from toolkit.counting import Annotated

_PACKAGES = ("aller-vers-toolkit", "pandas", "scikit-learn", "matplotlib")
_DAY = {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}
_SIZES = {"advertisers": "advertiser", "templates": "template"}


def listed(rows: Iterable[tuple[str, str]], kind: str) -> str:
    """Return names and values as a list that a page may carry: words without any element in them.

    Parameters
    ----------
    rows : iterable of pairs of str
        Names, which may be empty, and values.
    kind : str
        The class of the list.

    Returns
    -------
    str
        One ``dl`` element.

    Examples
    --------
    >>> listed([], "trace")
    '<dl class="trace" style="display: block"></dl>'
    """
    # JupyterLab sets names and values side by side, and they run into each other
    block = 'style="display: block; float: none; width: auto"'
    pairs = "".join(
        f"<dt {block}>{html.escape(name)}</dt><dd {block}>{html.escape(said)}</dd>"
        for name, said in rows
    )
    return f'<dl class="{kind}" style="display: block">{pairs}</dl>'


@dataclass(frozen=True, repr=False)
class Trace:
    """The last lines of a notebook; no text, no contact, no small number."""

    rows: tuple[tuple[str, str], ...]
    lang: str = "fr"

    def __repr__(self) -> str:
        """Return the lines."""
        return "\n".join(f"{name} : {value}" for name, value in self.rows)

    def _repr_html_(self) -> str:
        """Return the lines for a notebook."""
        return listed(self.rows, "trace")


def trace(
    path: str | Path, corpus: pd.DataFrame | Annotated | None = None, *, lang: str = "fr"
) -> Trace:
    """Return what a reader needs to redo or to doubt what a notebook shows.

    It names neither the file nor its folder, and says no size of a corpus of fewer than 11
    advertisers.

    Parameters
    ----------
    path : str or pathlib.Path
        The file that was read: its fingerprint is shown.
    corpus : pandas.DataFrame or Annotated, optional
        The corpus that was made of it (see ``schema.CORPUS``).
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Trace
        Displays a list of names and values; its ``rows`` are pairs of them.

    Raises
    ------
    InputFileError
        When the file cannot be read.

    Examples
    --------
    >>> trace("data_samples/ads_small_raw.csv", lang="en").rows[0][0]
    'File fingerprint (SHA-256)'
    """
    check_language(lang)
    source = Path(path)
    try:
        with source.open("rb") as stream:
            fingerprint = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputFileError(
            f"file {source.name!r}", rule="cannot be read", remedy="give the file that was read"
        ) from error
    rules = load_rules()
    threshold = message(
        "trace.threshold_value",
        lang=lang,
        k=rules.k_advertisers,
        top1=format_percent(rules.top1_share, lang=lang, decimals=0),
        top2=format_percent(rules.top2_share, lang=lang, decimals=0),
    )
    values = {
        "file": fingerprint,
        **({} if corpus is None else _sizes(corpus, lang)),
        "threshold": threshold,
        "vintage": message("trace.vintage_value", lang=lang),
        "versions": ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
        "made": f"{datetime.datetime.now(tz=datetime.UTC):{_DAY[lang]}}",
    }
    rows = ((message(f"trace.{key}", lang=lang), value) for key, value in values.items())
    return Trace(tuple(rows), lang)


def _sizes(corpus: pd.DataFrame | Annotated, lang: str) -> dict[str, str]:
    """Return how many ads, advertisers and texts; none for ads of too few advertisers."""
    table = corpus if isinstance(corpus, pd.DataFrame) else corpus.corpus
    counts = {"selected": len(table)}
    counts |= {key: table[name].nunique() for key, name in _SIZES.items() if name in table}
    k = load_rules().k_advertisers
    if counts.get("advertisers", 0) < k:
        return dict.fromkeys(counts, message("trace.few", lang=lang, k=k))
    return {name: format_number(n, lang=lang) for name, n in counts.items()}
