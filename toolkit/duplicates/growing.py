"""Groups of near-duplicates that grow month by month, without comparing the old ones again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from toolkit.duplicates.candidates import Pairs, candidate_pairs
from toolkit.duplicates.deciding import (
    Scores,
    components,
    first_groups,
    group_weights,
    least_resemblance,
    norms,
    standing,
)
from toolkit.duplicates.shingling import Sets
from toolkit.duplicates.signatures import Signatures
from toolkit.duplicates.splitting import Vectors, split_chains
from toolkit.duplicates.tokens import Places
from toolkit.errors import InputFileError
from toolkit.text.opaque import texts_in_parts
from toolkit.writing import write_bytes_file

Groups = npt.NDArray[np.int64]
_TEXTS_AT_ONCE = 2_000
_ARRAYS = ("pairs", "agreement", "scores", "rows", "groups")


class TemplateGroups:
    """Near-duplicates of a corpus to which texts are added; it keeps numbers, no text.

    The numbers are made of the words of the texts: its file is personal data as the corpus is, and
    stays beside it.

    Examples
    --------
    >>> groups = TemplateGroups()
    >>> groups.update(["bonjour à tous et à toutes", "autre"]).tolist()
    [0, 1]
    >>> groups.update(["Bonjour à tous et à toutes !"]).tolist()
    [0]
    """

    def __init__(self) -> None:
        self._sets = Sets()
        self._signatures = Signatures()
        self._pairs: Pairs = np.empty((0, 2), dtype=np.int64)
        self._agreement: Groups = np.empty(0, dtype=np.int64)
        self._scores: Scores = np.empty(0)
        # the distinct text of each text, and the group of each
        self._rows: Places = np.empty(0, dtype=np.int64)
        self._groups: Groups = np.empty(0, dtype=np.int64)

    @property
    def groups(self) -> Groups:
        """Return the group of every text added, in the order they were added."""
        return self._groups.copy()

    def __len__(self) -> int:
        """Return how many texts were added."""
        return len(self._rows)

    def __repr__(self) -> str:
        """Return sizes only."""
        number = len(np.unique(self._groups))
        return f"TemplateGroups({len(self)} texts, {number} groups)"

    def update(self, texts: Any) -> Groups:  # noqa: ANN401 - texts, a column or a table
        """Add texts, and return the group of each.

        Only pairs with a new text are compared. Groups keep their numbers; where new texts join two
        of them, the number of the larger one stays: ``groups`` has all of them.

        Parameters
        ----------
        texts : sequence of str, pandas.Series or pandas.DataFrame
            The texts, masked or not.

        Returns
        -------
        numpy.ndarray
            One integer per text added.
        """
        return self._add(texts_in_parts(texts, size=_TEXTS_AT_ONCE))

    def _add(self, parts: Iterable[Sequence[str]]) -> Groups:
        """Add texts that come in parts."""
        before, old = len(self._rows), len(self._sets)
        marks = self._sets.read(parts, first=before)
        self._signatures.add(self._sets)
        order = np.argsort(self._sets.marks, kind="stable")
        places = order[np.searchsorted(self._sets.marks, marks, sorter=order)]
        self._rows = np.concatenate([self._rows, places])
        found = self._grouped(self._compare(old))
        self._groups = _numbered(found[self._rows], self._groups)
        return self._groups[before:].copy()

    def _compare(self, old: int) -> Vectors:
        """Compare the new distinct texts with all, and return all as they are weighed now."""
        pairs, agreement = candidate_pairs(self._signatures, self._sets, new=old)
        everything = np.concatenate([self._pairs, pairs])
        agreed = np.concatenate([self._agreement, agreement])
        number = len(self._sets)
        groups = first_groups(self._signatures, self._sets, everything, agreed)
        weights = group_weights(self._sets, groups)
        vectors = Vectors(self._sets, weights, norms(self._sets, weights))
        scores = vectors.compare(pairs)
        alike = scores >= least_resemblance(number)
        self._pairs = np.concatenate([self._pairs, pairs[alike]])
        self._agreement = np.concatenate([self._agreement, agreement[alike]])
        self._scores = np.concatenate([self._scores, scores[alike]])
        return vectors

    def _grouped(self, vectors: Vectors) -> Groups:
        """Return the group of each distinct text."""
        number = len(self._sets)
        # a pair of an earlier month may no longer be alike enough among more texts
        near = self._scores >= least_resemblance(number)
        pairs, scores = self._pairs[near], self._scores[near]
        edges = standing(pairs, scores, number)
        pairs, scores = pairs[edges], scores[edges]
        return split_chains(vectors, components(pairs, number), pairs, scores)

    def save(self, path: str | Path) -> Path:
        """Write everything that the next month needs, whole or not at all.

        Parameters
        ----------
        path : str or pathlib.Path
            A file, ``.npz``.

        Returns
        -------
        pathlib.Path
            The file.
        """
        stream = io.BytesIO()
        held = (getattr(self, f"_{name}") for name in _ARRAYS)
        sets, signatures = self._sets, self._signatures
        np.savez(
            stream,
            allow_pickle=False,
            marks=sets.marks,
            places=sets.places,
            bounds=sets.bounds,
            hashes=sets.hashes.all(),
            values=signatures.values.all(),
            bands=signatures.bands.all(),
            lots=np.array(signatures.lots, dtype=np.int64),
            **dict(zip(_ARRAYS, held, strict=True)),
        )
        return write_bytes_file(path, stream.getvalue())

    @classmethod
    def load(cls, path: str | Path) -> TemplateGroups:
        """Read what ``save`` wrote.

        Parameters
        ----------
        path : str or pathlib.Path
            The file.

        Returns
        -------
        TemplateGroups
            Ready for the next month.

        Raises
        ------
        InputFileError
            When the file is something else.
        """
        found = cls()
        try:
            with np.load(Path(path), allow_pickle=False) as arrays:
                for name in _ARRAYS:
                    setattr(found, f"_{name}", arrays[name])
                sets, signatures = found._sets, found._signatures
                sets.marks, sets.places = arrays["marks"], arrays["places"]
                sets.bounds = arrays["bounds"]
                sets.hashes.add(arrays["hashes"])
                signatures.values.add(arrays["values"])
                signatures.bands.add(arrays["bands"])
                signatures.lots = arrays["lots"].tolist()
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise InputFileError(
                f"file {Path(path).name!r}",
                rule="holds no groups of near-duplicates",
                remedy="pass the file that TemplateGroups.save wrote",
            ) from error
        return found


def _numbered(groups: Groups, before: Groups) -> Groups:
    """Return groups with the numbers that most of their texts had, new ones in order of coming."""
    number = int(groups.max(initial=-1)) + 1
    final = np.full(number, -1, dtype=np.int64)
    old = groups[: len(before)]
    pairs, sizes = np.unique(np.stack([old, before], axis=1), axis=0, return_counts=True)
    taken: set[int] = set()
    # the largest part keeps a number, where several want it
    for which in np.lexsort((pairs[:, 1], -sizes)).tolist() if len(before) else ():
        group, name = pairs[which].tolist()
        if final[group] < 0 and name not in taken:
            final[group] = name
            taken.add(name)
    found, first = np.unique(groups, return_index=True)
    following = int(before.max(initial=-1)) + 1
    for group in found[np.argsort(first, kind="stable")].tolist():
        if final[group] < 0:
            final[group], following = following, following + 1
    return final[groups]
