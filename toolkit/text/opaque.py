"""A text column that travels through pandas without ever showing its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype, take

from toolkit.errors import OpaqueTextError, TableError

if TYPE_CHECKING:
    import pyarrow as pa

_REMEDY = "read a few masked texts with tk.show(corpus, n, reason=...)"
# lone surrogates cannot be stored as UTF-8; one character replaces one character
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def _refuse(action: str) -> NoReturn:
    """Refuse an action that would show or compare text."""
    raise OpaqueTextError("text", rule=f"ad text is opaque: it cannot be {action}", remedy=_REMEDY)


class OpaqueCell:
    """What a cell of an opaque column looks like: the length of its text, and nothing else.

    Examples
    --------
    >>> OpaqueCell(12)
    <text, 12 characters>
    """

    __slots__ = ("_length",)

    def __init__(self, length: int) -> None:
        self._length = length

    def __len__(self) -> int:
        """Return the number of characters of the text."""
        return self._length

    def __repr__(self) -> str:
        """Return a description without the text."""
        return f"<text, {self._length} characters>"

    def __bool__(self) -> bool:
        """Tell whether there is any text."""
        return self._length > 0


@register_extension_dtype
class OpaqueTextDtype(ExtensionDtype):
    """The dtype of ad text, stored by Arrow and shown as lengths only."""

    name: ClassVar[str] = "opaque_text"
    type: ClassVar[Any] = OpaqueCell
    na_value: ClassVar[Any] = pd.NA

    @classmethod
    def construct_array_type(cls) -> type[OpaqueTextArray]:
        """Return the array class of this dtype."""
        return OpaqueTextArray


class OpaqueTextArray(ExtensionArray):
    """Texts in Arrow memory; looking at them, comparing, sorting, saving or pickling is refused.

    It does not encrypt anything: it prevents accidents in notebooks and exports, not a determined
    reader of the machine's memory.
    """

    def __init__(self, storage: pa.Array) -> None:
        self._storage = storage

    @classmethod
    def _from_sequence(
        cls, scalars: Iterable[Any], *, dtype: Any = None, copy: bool = False
    ) -> OpaqueTextArray:
        """Build the array from texts; cells no longer hold theirs and are refused."""
        import pyarrow as pa

        del dtype, copy
        if isinstance(scalars, cls):
            return scalars
        texts = [_plain(value) for value in scalars]
        return cls(pa.array(texts, type=pa.large_string()))

    @property
    def dtype(self) -> OpaqueTextDtype:
        """Return the dtype."""
        return OpaqueTextDtype()

    @property
    def nbytes(self) -> int:
        """Return the memory held, in bytes."""
        return int(self._storage.nbytes)

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self._storage)

    def _lengths(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Return the number of characters of each text, 0 where there is none."""
        import pyarrow.compute as pc

        lengths = pc.fill_null(pc.utf8_length(self._storage), 0)
        return np.asarray(lengths.to_numpy(zero_copy_only=False), dtype=np.int64)

    def __getitem__(self, item: Any) -> Any:
        """Return an opaque cell, or a part of the array."""
        if isinstance(item, int | np.integer):
            value = self._storage[int(item) + (len(self) if item < 0 else 0)]
            return OpaqueCell(len(value.as_py())) if value.is_valid else pd.NA
        chosen = pd.api.indexers.check_array_indexer(self, item)
        if isinstance(chosen, slice):
            return type(self)(self._storage.take(_positions(range(len(self))[chosen])))
        positions = np.asarray(chosen)
        if positions.dtype == bool:
            positions = np.flatnonzero(positions)
        return type(self)(self._storage.take(_positions(positions)))

    def __setitem__(self, key: Any, value: Any) -> NoReturn:
        """Refuse to change a text in place."""
        del key, value
        _refuse("changed in place")

    def isna(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Tell which texts are missing."""
        return np.asarray(self._storage.is_null().to_numpy(zero_copy_only=False))

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        """Return the texts at these positions."""
        del fill_value
        positions = take(
            np.arange(len(self)), np.asarray(indices), allow_fill=allow_fill, fill_value=-1
        )
        return type(self)(self._storage.take(_positions(positions)))

    def copy(self) -> Self:
        """Return an array on the same memory, which never changes."""
        return type(self)(self._storage)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        """Join arrays."""
        import pyarrow as pa

        return cls(pa.concat_arrays([part._storage for part in to_concat]))

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Return opaque cells for any other dtype than this one."""
        if isinstance(dtype, OpaqueTextDtype) or dtype == "opaque_text":
            return self.copy() if copy else self
        cells = self.to_numpy()
        if pd.api.types.is_object_dtype(dtype):
            return cells
        if pd.api.types.is_string_dtype(dtype):
            return pd.array([repr(cell) for cell in cells], dtype=dtype)
        return _refuse(f"converted to {dtype}")

    def to_numpy(self, *args: Any, **kwargs: Any) -> np.ndarray[Any, Any]:
        """Return an array of opaque cells."""
        del args, kwargs
        cells = np.empty(len(self), dtype=object)
        missing = self.isna()
        for position, length in enumerate(self._lengths().tolist()):
            cells[position] = pd.NA if missing[position] else OpaqueCell(length)
        return cells

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        """Return an array of opaque cells."""
        del dtype, copy
        return self.to_numpy()

    def _formatter(self, boxed: bool = False) -> Any:
        """Return how a cell is printed."""
        del boxed
        return repr

    def __eq__(self, other: object) -> NoReturn:
        """Refuse to search a text by comparing."""
        del other
        _refuse("compared")

    def __ne__(self, other: object) -> NoReturn:
        """Refuse to search a text by comparing."""
        del other
        _refuse("compared")

    __hash__ = None  # type: ignore[assignment]  # arrays are not hashable

    def equals(self, other: object) -> bool:
        """Tell whether two arrays hold the same texts, without showing which."""
        return isinstance(other, OpaqueTextArray) and bool(self._storage.equals(other._storage))

    def _values_for_argsort(self) -> NoReturn:
        """Refuse to sort by text."""
        _refuse("sorted by")

    def _values_for_factorize(self) -> NoReturn:
        """Refuse to group by text."""
        _refuse("grouped, counted or compared")

    def value_counts(self, dropna: bool = True) -> NoReturn:
        """Refuse to list texts."""
        del dropna
        _refuse("counted")

    def unique(self) -> NoReturn:
        """Refuse to list texts."""
        _refuse("listed")

    def __arrow_array__(self, type: Any = None) -> NoReturn:
        """Refuse to be written to Parquet or Feather."""
        del type
        _refuse("saved this way; atelier anonymise writes a pseudonymised corpus")

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled."""
        _refuse("pickled")


def _plain(value: Any) -> str | None:
    """Return one text as str, None where there is none."""
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, OpaqueCell):
        _refuse("rebuilt from cells")
    if value is None or value is pd.NA or value != value:
        return None
    raise TableError(
        "text",
        value=type(value).__name__,
        rule="every text must be a string or missing",
        remedy="read the file with tk.read_ads, which reads texts as text",
    )


def _storable(text: str) -> str:
    """Return a text that can be stored as UTF-8, of the same length."""
    try:
        # nearly every text can: encoding it says so fifty times faster than translating it
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def _positions(positions: Any) -> pa.Array:
    """Return positions for Arrow, a negative one meaning missing."""
    import pyarrow as pa

    numbers = np.asarray(positions, dtype=np.int64)
    return pa.array(numbers, mask=numbers < 0)


def opaque_series(texts: Iterable[Any], *, index: pd.Index | None = None) -> pd.Series:
    """Return texts as an opaque column.

    Parameters
    ----------
    texts : iterable of str
        The texts; None and NaN stay missing.
    index : pandas.Index, optional
        The index of the column.

    Returns
    -------
    pandas.Series
        A column of dtype ``opaque_text``.

    Raises
    ------
    TableError
        When a value is neither text nor missing.

    Examples
    --------
    >>> opaque_series(["bonjour"]).iloc[0]
    <text, 7 characters>
    """
    return pd.Series(OpaqueTextArray._from_sequence(texts), index=index, name="text")


def as_texts(texts: Any) -> list[str]:
    """Return the texts that a batch function was given as a list of str; missing ones are empty.

    It is the one door out of an opaque column, for the functions of the library.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        Texts, a column of texts, or a table with a column ``text``.

    Returns
    -------
    list of str
        One text per row, in the same order.

    Raises
    ------
    TableError
        When a single string is given, or a value is neither text nor missing.

    Examples
    --------
    >>> as_texts(["a", None])
    ['a', '']
    """
    return [text for part in texts_in_parts(texts) for text in part]


def texts_in_parts(texts: Any, *, size: int = 2_000) -> Iterator[list[str]]:
    """Return the same texts as ``as_texts``, a part at a time, so that few are held at once.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        Texts, a column of texts, or a table with a column ``text``.
    size : int
        How many texts in a part.

    Returns
    -------
    iterator of list of str
        The texts in order.

    Raises
    ------
    TableError
        As ``as_texts``, before the first part for what is not a column.

    Examples
    --------
    >>> list(texts_in_parts(["a", None, "c"], size=2))
    [['a', ''], ['c']]
    """
    if isinstance(texts, str | bytes):
        raise TableError(
            "texts",
            rule="must be a list or a column of texts",
            remedy="write [text] around one text",
        )
    if isinstance(texts, pd.DataFrame):
        if "text" not in texts.columns:
            raise TableError(
                "table", rule="must have a column text", remedy="pass a corpus or a list of texts"
            )
        texts = texts["text"]
    array = texts.array if isinstance(texts, pd.Series) else texts
    if isinstance(array, OpaqueTextArray):
        storage = array._storage
        parts = (storage.slice(at, size).to_pylist() for at in range(0, len(storage), size))
        return ([value or "" for value in part] for part in parts)
    values = array if hasattr(array, "__len__") and hasattr(array, "__getitem__") else list(array)
    starts = range(0, len(values), size)
    return ([_plain(value) or "" for value in values[at : at + size]] for at in starts)
