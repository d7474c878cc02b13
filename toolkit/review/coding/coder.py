"""A small screen to code one text at a time, offline, in a notebook that keeps no text."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import OutputFileError
from toolkit.messages import check_language, message
from toolkit.review.coding.session import CodingSession
from toolkit.review.sampling.samples import ReviewSample, coder_sheet
from toolkit.review.showing.texts import OUTPUT_MARK
from toolkit.schema import CODES_GIVEN

if TYPE_CHECKING:
    from ipywidgets import Button, HBox  # type: ignore[import-untyped]

_WORDS = {"present": "coding.yes", "absent": "coding.no", "unsure": "coding.unsure_word"}
_TEXT_STYLE = "white-space: pre-wrap; line-height: 1.5; max-width: 45em; padding: 0.5em 0"


class Coder:
    """The screen of one coder; its repr shows progress only, and its output is never saved.

    No text is on it until the coder starts, nor during a break: a notebook that is run without a
    reader holds none, and the lab's hook drops the output of the others.

    Parameters
    ----------
    session : CodingSession
        Texts, answers and breaks.
    lang : str
        Language of the screen.
    """

    def __init__(self, session: CodingSession, *, lang: str = "fr") -> None:
        import ipywidgets as widgets

        self.session, self._lang, self._reading = session, lang, False
        self._note = widgets.HTML(self._paragraph("coding.welcome"))
        self._place, self._text = widgets.HTML(), widgets.HTML()
        self._progress = widgets.IntProgress(max=session.n_texts)
        self._count = widgets.Label()
        self.answers: dict[tuple[str, str], Button] = {}
        asked = zip(session.indicators, session.headings, strict=True)
        rows = [self._row(indicator, heading) for indicator, heading in asked]
        self.previous = self._button("coding.previous", partial(self._move, -1))
        self.next = self._button("coding.next", partial(self._move, 1))
        self.rest = self._button("coding.take_break", self._rest)
        self.start = self._button("coding.start", self._start)
        self._page = widgets.VBox(
            [self._place, self._text, *rows, widgets.HBox([self.previous, self.next, self.rest])]
        )
        progress = widgets.HBox([self._progress, self._count])
        self.screen = widgets.VBox([progress, self._note, self.start, self._page])
        self._refresh()

    def __repr__(self) -> str:
        """Return progress only."""
        return f"Coder({self.session.n_coded} of {self.session.n_texts} texts coded)"

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, object], dict[str, bool]]:
        """Return the screen, marked so that saving drops it."""
        del include, exclude
        # the widget's own repr would spell out what is on it
        view = self.screen._repr_mimebundle_()
        return {**view, "text/plain": repr(self)}, {OUTPUT_MARK: True}

    def _paragraph(self, key: str) -> str:
        """Return a message as a paragraph."""
        return f"<p>{html.escape(message(key, lang=self._lang))}</p>"

    def _button(self, key: str, action: Callable[[], None]) -> Button:
        """Return a button that does something."""
        import ipywidgets as widgets

        button = widgets.Button(description=message(key, lang=self._lang))
        button.on_click(lambda _: action())
        return button

    def _row(self, indicator: str, heading: str) -> HBox:
        """Return what an indicator says and its three buttons."""
        import ipywidgets as widgets

        for code in CODES_GIVEN:
            action = partial(self._answer, indicator, code)
            self.answers[indicator, code] = self._button(_WORDS[code], action)
        name = widgets.HTML(html.escape(heading), layout=widgets.Layout(width="24em"))
        return widgets.HBox([name, *(self.answers[indicator, code] for code in CODES_GIVEN)])

    def _start(self) -> None:
        """Show texts, counting minutes and texts from now."""
        self.session.rest()
        self._reading = True
        self._refresh()

    def _rest(self) -> None:
        """Take the text off the screen until the coder goes on."""
        self._reading = False
        self.start.description = message("coding.resume", lang=self._lang)
        self._refresh()
        self._note.value = self._paragraph("coding.on_break")

    def _move(self, steps: int) -> None:
        """Go to another text."""
        if self._reading:
            self.session.move(steps)
            self._refresh()

    def _answer(self, indicator: str, code: str) -> None:
        """Keep an answer to the text that is shown."""
        if not self._reading:
            return
        try:
            self.session.answer(indicator, code)
        except OutputFileError:
            # an error raised by a button would only be in the log
            self._note.value = self._paragraph("coding.not_saved")
        else:
            self._refresh()

    def _refresh(self) -> None:
        """Put the text at hand, its answers and the reminders on the screen."""
        session, lang = self.session, self._lang
        total = session.n_texts
        self._progress.value = session.n_coded
        self._count.value = message("coding.progress", lang=lang, done=session.n_coded, total=total)
        self._page.layout.display = None if self._reading else "none"
        self.start.layout.display = "none" if self._reading else None
        if not self._reading:
            self._text.value = self._place.value = ""
            return
        self._place.value = html.escape(
            message(
                "coding.position",
                lang=lang,
                item=session.item,
                number=session.position + 1,
                total=total,
            )
        )
        self._text.value = (
            f'<div dir="auto" style="{_TEXT_STYLE}">{html.escape(session.text)}</div>'
        )
        self.previous.disabled = session.position == 0
        self.next.disabled = session.position == total - 1
        for (indicator, code), button in self.answers.items():
            chosen = session.answer_to(indicator) == code
            # a tick as well as a colour: not everyone sees the colour
            button.button_style, button.icon = ("primary", "check") if chosen else ("", "")
        finished = self._paragraph("coding.finished") if session.n_coded == total else ""
        self._note.value = self._paragraph("coding.break_due") if session.is_break_due else finished


def coder(
    sample: ReviewSample | str | Path,
    *,
    coder: str,
    out: str | Path | None = None,
    lang: str = "fr",
) -> Coder:
    """Open the screen on which one person codes a sample, one text at a time.

    It does not show what the tool found, search the texts, or show another coder's answers. Every
    answer is saved at once; opened again, it goes on at the first text that is not coded. It works
    without a network. A saved notebook keeps no text as long as "Save widget state" is off, as it
    is by default.

    Parameters
    ----------
    sample : ReviewSample, str or pathlib.Path
        A sample, its folder, or the coder's CSV sheet.
    coder : str
        The coder's short name, as in the sample.
    out : str or pathlib.Path, optional
        The CSV file that answers go to, without texts; by default the coder's own sheet.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    Coder
        Displays the screen in a notebook; read the file with ``read_codes`` afterwards.

    Raises
    ------
    OptionError
        When the sample has no such coder.
    InputFileError
        When a file is no sheet, or ``out`` holds answers to another sample.

    Examples
    --------
    >>> coder("missing.csv", coder="A")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: coder: got 'A'; has no sheet...
    """
    check_language(lang)
    source = coder_sheet(sample, coder)
    target = source if out is None else Path(out)
    return Coder(CodingSession(source, target, lang=lang), lang=lang)
