"""How much leaks after masking: a sample for a person to tick, and the rate with its interval."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from toolkit.errors import InputFileError, OptionError
from toolkit.review.showing.journal import JOURNAL, check_reason, write_journal
from toolkit.schema import CORPUS, check
from toolkit.text.opaque import as_texts
from toolkit.writing import write_text_file

MOST_TEXTS = 400
COLUMNS = ("number", "masked_text", "leak")
_YES, _NO = frozenset({"oui", "yes", "o", "y", "1", "x"}), frozenset({"non", "no", "n", "0"})


def leak_sample(
    corpus: pd.DataFrame,
    n: int = 100,
    *,
    reason: str,
    out: str | Path,
    journal: str | Path = JOURNAL,
) -> Path:
    """Write masked texts drawn at random into a file, for a person to tick those that leak.

    It writes no identifier of an ad: the file serves one count and is to be deleted after it. The
    journal holds the date, the reason and the number of texts.

    Parameters
    ----------
    corpus : pandas.DataFrame
        See ``schema.CORPUS``; its texts are masked.
    n : int
        How many texts, 1 to 400.
    reason : str
        Why they are read.
    out : str or pathlib.Path
        A CSV file: ``number``, ``masked_text``, ``leak`` (to fill in: oui or non).
    journal : str or pathlib.Path
        A CSV file that grows by one line.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    OptionError
        When ``n`` is out of range or the reason is empty.

    Examples
    --------
    >>> leak_sample(pd.DataFrame(), reason="", out="x.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: reason: ...
    """
    why = check_reason(reason, example="taux de fuite")
    if not 1 <= n <= MOST_TEXTS:
        raise OptionError(
            "n", value=n, rule=f"must be 1 to {MOST_TEXTS}", remedy="a hundred texts are a start"
        )
    check(corpus, CORPUS)
    safe = corpus[~corpus["quarantined"].astype(bool)]
    drawn = as_texts(safe.sample(min(n, len(safe))))
    write_journal(Path(journal), why, len(drawn))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([COLUMNS, *((number, text, "") for number, text in enumerate(drawn, 1))])
    return write_text_file(out, stream.getvalue())


def leak_rate(path: str | Path, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return the share of texts in which a person still saw a contact, with its interval.

    It says nothing of what a person did not see, nor of other corpora. It knows no advertiser:
    where copies of one text were read, its limits are too narrow.

    Parameters
    ----------
    path : str or pathlib.Path
        A file from ``leak_sample``, its column ``leak`` filled in with oui or non.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row: ``estimate``, ``low``, ``high``, ``confidence``, ``method``, ``n_ads`` and
        ``n_leaks``.

    Raises
    ------
    InputFileError
        When the file cannot be read, or a text is not ticked.

    Notes
    -----
    Wilson (1927), as recommended by Brown, Cai and DasGupta (2001).

    Examples
    --------
    >>> leak_rate("missing.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.InputFileError: file 'missing.csv': cannot be read...
    """
    from statsmodels.stats.proportion import proportion_confint

    source = Path(path)
    try:
        table = pd.read_csv(source, dtype=str, sep=None, engine="python", encoding="utf-8-sig")
        answers = table["leak"].fillna("").str.strip().str.casefold()
    except (OSError, KeyError, ValueError) as error:
        raise InputFileError(
            f"file {source.name!r}",
            rule="cannot be read as a sample for leaks",
            remedy="write it with leak_sample, and keep its headings",
        ) from error
    unknown = ~answers.isin(_YES | _NO)
    if unknown.any() or not len(answers):
        raise InputFileError(
            f"file {source.name!r}",
            value=f"{int(unknown.sum())} text(s)",
            rule="every text must be ticked oui or non",
            remedy="fill in the column leak",
        )
    leaks, number = int(answers.isin(_YES).sum()), len(answers)
    low, high = proportion_confint(leaks, number, alpha=1 - confidence, method="wilson")
    row = {
        "estimate": leaks / number,
        "low": low,
        "high": high,
        "confidence": confidence,
        "method": "Wilson",
        "n_ads": number,
        "n_leaks": leaks,
    }
    return pd.DataFrame([row])
