"""What a sample for coders is: their folder, and the key that says where its texts come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from toolkit.errors import InputFileError, OptionError
from toolkit.schema import SAMPLE_KEY, check
from toolkit.writing import write_text_file

SHEET_PREFIX = "codes_"


@dataclass(frozen=True)
class ReviewSample:
    """A sample drawn: the coders' folder, and the key that stays with the researcher."""

    key: pd.DataFrame = field(repr=False)
    folder: Path
    coders: tuple[str, ...]
    indicators: tuple[str, ...]

    def __repr__(self) -> str:
        """Return sizes only."""
        return (
            f"ReviewSample({len(self.key)} texts, {len(self.coders)} coders, "
            f"{len(self.indicators)} indicators)"
        )

    def write_key(self, path: str | Path) -> Path:
        """Write the key for the researcher, never into the coders' folder.

        Parameters
        ----------
        path : str or pathlib.Path
            A CSV file outside ``folder``.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        OptionError
            When the file would be in the coders' folder.
        """
        target = Path(path)
        if target.resolve().is_relative_to(self.folder.resolve()):
            raise OptionError(
                "path",
                value=target.name,
                rule="the key may not be in the coders' folder: it says where texts come from",
                remedy="choose a folder that only the researcher opens",
            )
        return write_text_file(target, self.key.to_csv(index=False, lineterminator="\n"))


def read_sample_key(path: str | Path) -> pd.DataFrame:
    """Read a key written by ``ReviewSample.write_key``.

    Parameters
    ----------
    path : str or pathlib.Path
        A CSV file.

    Returns
    -------
    pandas.DataFrame
        See ``schema.SAMPLE_KEY``.

    Raises
    ------
    InputFileError
        When the file cannot be read.
    TableError
        When it is no key.

    Examples
    --------
    >>> read_sample_key("missing.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.InputFileError: file 'missing.csv': cannot be read...
    """
    texts = {c.name: "str" for c in SAMPLE_KEY.columns if c.kind == "string"} | {"language": "str"}
    try:
        key = pd.read_csv(path, dtype=texts, encoding="utf-8", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise InputFileError(
            f"file {Path(path).name!r}",
            rule="cannot be read as a key",
            remedy="name the file of ReviewSample.write_key",
        ) from error
    return check(key, SAMPLE_KEY)


def coder_sheet(sample: ReviewSample | str | Path, coder: str) -> Path:
    """Return the CSV sheet of one coder.

    Parameters
    ----------
    sample : ReviewSample, str or pathlib.Path
        A sample, its folder, or the sheet itself.
    coder : str
        The coder's short name.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    OptionError
        When there is no such sheet.

    Examples
    --------
    >>> coder_sheet("missing", "A")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: coder: got 'A'; has no sheet...
    """
    place = sample.folder if isinstance(sample, ReviewSample) else Path(sample)
    path = place if place.suffix.lower() == ".csv" else place / f"{SHEET_PREFIX}{coder}.csv"
    if not path.is_file():
        raise OptionError(
            "coder",
            value=coder,
            rule=f"has no sheet {path.name!r} in this sample",
            remedy="give the sample's folder and one of its coders",
        )
    return path
