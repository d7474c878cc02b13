"""One coder's work on a sample, without a screen: place, answers, and when to rest."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from toolkit.errors import InputFileError, OptionError, OutputFileError
from toolkit.review.coding.files import read_sheet
from toolkit.review.sampling.sheets import Sheet, csv_content
from toolkit.schema import CODES_GIVEN
from toolkit.writing import write_text_file

MINUTES_BEFORE_A_BREAK = 30
TEXTS_BEFORE_A_BREAK = 50


class CodingSession:
    """Texts, answers and breaks of one coder; every answer is on disk before the next one.

    Parameters
    ----------
    source : pathlib.Path
        The coder's CSV sheet.
    out : pathlib.Path
        The CSV file that answers go to; answers already in it are taken up again. When it is the
        sheet itself it keeps its texts, otherwise it holds numbers and answers only.
    lang : str
        Language of headings and answers.
    clock : callable
        Seconds since some moment.

    Raises
    ------
    InputFileError
        When a file is no sheet, or ``out`` belongs to another sample.
    """

    def __init__(
        self,
        source: Path,
        out: Path,
        *,
        lang: str = "fr",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        sheet, cells = read_sheet(source)
        self._sheet, self._out, self._lang, self._clock = sheet, out, lang, clock
        self._with_texts = out.resolve() == source.resolve()
        if not self._with_texts and out.exists():
            cells = _cells_of(out, sheet)
        self._answers = _understood(out if out.exists() else source, cells)
        self._stamp = _stamp(out)
        self._coded_before_break: set[str] = set()
        self._since = clock()
        self.position = next(
            (at for at, item in enumerate(sheet.items) if not self.is_complete(item)), 0
        )

    def __repr__(self) -> str:
        """Return sizes only."""
        return f"CodingSession({self.n_coded} of {self.n_texts} texts coded)"

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the indicators asked."""
        return self._sheet.indicators

    @property
    def headings(self) -> tuple[str, ...]:
        """Return what is asked, in words."""
        return self._sheet.headings

    @property
    def n_texts(self) -> int:
        """Return the number of texts."""
        return len(self._sheet.items)

    @property
    def n_coded(self) -> int:
        """Return the number of texts with all their answers."""
        return sum(self.is_complete(item) for item in self._sheet.items)

    @property
    def item(self) -> str:
        """Return the number of the text at hand."""
        return self._sheet.items[self.position]

    @property
    def text(self) -> str:
        """Return the masked text at hand."""
        return self._sheet.texts[self.position]

    @property
    def is_break_due(self) -> bool:
        """Tell whether 30 minutes or 50 texts have passed since the last break."""
        minutes = (self._clock() - self._since) / 60
        texts = len(self._coded_before_break)
        return minutes >= MINUTES_BEFORE_A_BREAK or texts >= TEXTS_BEFORE_A_BREAK

    def is_complete(self, item: str) -> bool:
        """Tell whether every indicator of a text is answered."""
        return all((item, one) in self._answers for one in self.indicators)

    def answer_to(self, indicator: str) -> str | None:
        """Return what the coder answered for the text at hand."""
        return self._answers.get((self.item, indicator))

    def answer(self, indicator: str, code: str) -> None:
        """Keep one answer to the text at hand, on disk first.

        Parameters
        ----------
        indicator : str
            One of ``indicators``.
        code : str
            One of ``schema.CODES_GIVEN``.

        Raises
        ------
        OptionError
            When the indicator is not asked or the code unknown.
        OutputFileError
            When the file cannot be written, or somebody else changed it since; then the answer is
            not kept either.
        """
        for name, value, allowed in (
            ("indicator", indicator, self.indicators),
            ("code", code, CODES_GIVEN),
        ):
            if value not in allowed:
                raise OptionError(
                    name,
                    value=value,
                    rule=f"must be one of {', '.join(allowed)}",
                    remedy="answer the questions of the sheet",
                )
        if _stamp(self._out) != self._stamp:
            raise OutputFileError(
                f"file {self._out.name!r}",
                rule="was changed by another program since it was opened",
                remedy="open it again, so that no answer is lost",
            )
        answers = {**self._answers, (self.item, indicator): code}
        content = csv_content(self._sheet, answers, lang=self._lang, with_texts=self._with_texts)
        write_text_file(self._out, content)
        self._answers, self._stamp = answers, _stamp(self._out)
        if self.is_complete(self.item):
            self._coded_before_break.add(self.item)

    def move(self, steps: int) -> None:
        """Go to a later (or, with a negative number, an earlier) text, never past the ends."""
        self.position = min(max(self.position + steps, 0), self.n_texts - 1)

    def rest(self) -> None:
        """Start counting minutes and texts anew, after a break."""
        self._coded_before_break = set()
        self._since = self._clock()


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes when somebody writes a file, None when there is none."""
    if not path.exists():
        return None
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _cells_of(out: Path, sheet: Sheet) -> dict[tuple[str, str], str | None]:
    """Return the cells of a file begun before, refusing another sample's."""
    begun, cells = read_sheet(out)
    if set(begun.items) != set(sheet.items) or set(begun.indicators) != set(sheet.indicators):
        raise InputFileError(
            f"file {out.name!r}",
            rule="holds answers to another sample",
            remedy="choose another file for the answers",
        )
    return cells


def _understood(path: Path, cells: dict[tuple[str, str], str | None]) -> dict[tuple[str, str], str]:
    """Return the answers, refusing those that would be lost at the next save."""
    unknown = sorted({item for (item, _), code in cells.items() if code is None})
    if unknown:
        raise InputFileError(
            f"file {path.name!r}",
            value=f"{len(unknown)} text(s): {', '.join(unknown[:20])}",
            rule="every answer must be oui, non, ? or nothing yet",
            remedy="correct the answers of these texts",
        )
    return {place: code for place, code in cells.items() if code}
