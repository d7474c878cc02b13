"""Numbers that are added and read again: in memory while they are few, in a file once many."""

from __future__ import annotations

import tempfile
import weakref
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import OutputFileError

# bytes of one lot of numbers: a quarter of a million ads of 350 characters have more shingles
HELD_IN_MEMORY = 128 * 2**20


class Numbers:
    """Numbers of one kind to which others are added; a temporary file holds them once many.

    The file has no name that another program could open, and it goes with the object or with the
    process, however that ends. It is read by mapping a part of it, never whole.

    Examples
    --------
    >>> numbers = Numbers(np.uint8)
    >>> numbers.add(np.array([1, 2], dtype=np.uint8))
    >>> numbers.add(np.array([3], dtype=np.uint8))
    >>> len(numbers), numbers.part(1, 3).tolist()
    (3, [2, 3])
    """

    def __init__(self, kind: npt.DTypeLike) -> None:
        self._kind: np.dtype[Any] = np.dtype(kind)
        self._held = np.empty(0, dtype=self._kind)
        self._waiting: list[npt.NDArray[Any]] = []
        self._file: IO[bytes] | None = None
        self._number = 0

    def __len__(self) -> int:
        """Return how many there are."""
        return self._number

    def add(self, numbers: npt.NDArray[Any]) -> None:
        """Add some behind the others."""
        self._number += len(numbers)
        if self._file is None and self._number * self._kind.itemsize <= HELD_IN_MEMORY:
            self._waiting.append(numbers)
            return
        try:
            self._write(numbers)
        except OSError as error:
            raise OutputFileError(
                f"temporary folder {tempfile.gettempdir()}",
                rule="must have room for the numbers of near-duplicates, about 800 bytes an ad",
                remedy="free some room, or name another folder in the variable TMPDIR",
            ) from error

    def _write(self, numbers: npt.NDArray[Any]) -> None:
        """Write numbers to the file; the first time, those in memory before them."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the object
            weakref.finalize(self, self._file.close)
            for part in (self._held, *self._waiting):
                self._file.write(np.ascontiguousarray(part).data)
            self._held, self._waiting = self._held[:0].copy(), []
        self._file.write(np.ascontiguousarray(numbers).data)
        self._file.flush()

    def cut(self, number: int) -> None:
        """Keep the first ones only."""
        if number == self._number:
            return
        if self._file is None:
            self._held, self._waiting = self.part(0, number), []
        else:
            self._file.truncate(number * self._kind.itemsize)
            self._file.seek(0, 2)
        self._number = number

    def part(self, first: int, last: int) -> npt.NDArray[Any]:
        """Return the numbers from one place to another; hold them for a short time only.

        What is mapped counts as memory of the process until the array is let go.
        """
        if self._waiting:
            self._held = np.concatenate([self._held, *self._waiting])
            self._waiting = []
        if self._file is None or first >= last:
            return self._held[first:last]
        offset = first * self._kind.itemsize
        mapped: npt.NDArray[Any] = np.memmap(
            self._file, dtype=self._kind, mode="r", offset=offset, shape=(last - first,)
        )
        return mapped

    def all(self) -> npt.NDArray[Any]:
        """Return all of them, as ``part`` does."""
        return self.part(0, self._number)
