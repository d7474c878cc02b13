"""Write an invented corpus and its truths."""

from __future__ import annotations

from pathlib import Path

from toolkit.samples.making import make_sample
from toolkit.writing import write_text_file


def write_sample(
    out: str | Path, *, ads: int = 3000, seed: int = 2026, name: str = "ads"
) -> list[Path]:
    """Write an invented corpus and what is true of it.

    Parameters
    ----------
    out : str or pathlib.Path
        A folder, made when missing.
    ads : int
        Number of ads.
    seed : int
        The same seed gives the same files.
    name : str
        How the files begin.

    Returns
    -------
    list of pathlib.Path
        ``ads_raw.csv`` and ``ads_truth.csv``.

    Raises
    ------
    OutputFileError
        When the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_sample(folder, ads=5)]
    ['ads_raw.csv', 'ads_truth.csv']
    """
    sample = make_sample(ads=ads, seed=seed)
    tables = {"raw": sample.ads, "truth": sample.truth}
    return [
        write_text_file(
            Path(out, f"{name}_{kind}.csv"), table.to_csv(index=False, lineterminator="\n")
        )
        for kind, table in tables.items()
    ]
