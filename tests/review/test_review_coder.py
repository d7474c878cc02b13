import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ipywidgets.embed import dependency_state
from nbclient import NotebookClient

from toolkit.errors import InputFileError, OptionError, OutputFileError
from toolkit.lab import drop_text_outputs
from toolkit.review.coding.coder import coder
from toolkit.review.coding.files import UncodedWarning, read_codes, read_sheet
from toolkit.review.coding.session import CodingSession
from toolkit.review.sampling.sheets import Sheet, csv_content
from toolkit.review.showing.texts import OUTPUT_MARK
from toolkit.schema import CODES_GIVEN

ASKED = ("MOV.TOURING", "CTL.DEBT")
LABELS = ("Dit être de passage", "Dit avoir une dette")
SECRET = "texte <b>secret</b>"


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def folder(tmp_path):
    return _folder(tmp_path, 4)


def _folder(place, n):
    items = tuple(f"T{i}" for i in range(1, n + 1))
    sheet = Sheet(items, tuple(f"{SECRET} {i}" for i in range(n)), ASKED, LABELS)
    (place / "codes_A.csv").write_text(csv_content(sheet, {}), encoding="utf-8")
    return place


def _code_all(session, code="present"):
    for _ in range(session.n_texts):
        for one in session.indicators:
            session.answer(one, code)
        session.move(1)


steps = st.lists(
    st.tuples(st.integers(-3, 3), st.sampled_from(ASKED), st.sampled_from(CODES_GIVEN))
)


@given(steps, st.booleans())
@settings(deadline=None, max_examples=30)
def test_every_answer_is_on_disk_and_taken_up_again(tmp_path_factory, done, apart):
    source = _folder(tmp_path_factory.mktemp("s"), 3) / "codes_A.csv"
    out = source.with_name("reponses_A.csv") if apart else source
    session, expected = CodingSession(source, out), {}
    for move, indicator, code in done:
        session.move(move)
        session.answer(indicator, code)
        expected[session.item, indicator] = code
        _, cells = read_sheet(out)
        assert {place: code for place, code in cells.items() if code} == expected
    again = CodingSession(source, out)
    items = [f"T{i}" for i in (1, 2, 3)]
    left = [item for item in items if any((item, one) not in expected for one in ASKED)]
    assert again.item == (left[0] if left else "T1")
    assert again.n_coded == 3 - len(left)
    assert ("secret" in out.read_text(encoding="utf-8-sig")) == (not apart) if done else True


def test_what_was_coded_reads_back(folder):
    session = CodingSession(folder / "codes_A.csv", folder / "codes_A.csv")
    _code_all(session, "unsure")
    read = read_codes(folder / "codes_A.csv")
    assert len(read) == 8
    assert set(read["code"]) == {"unsure"}


def test_a_break_is_due_after_thirty_minutes_or_fifty_texts(tmp_path):
    clock = Clock()
    source = _folder(tmp_path, 60) / "codes_A.csv"
    session = CodingSession(source, source, clock=clock)
    clock.seconds = 29 * 60
    assert not session.is_break_due
    clock.seconds = 30 * 60
    assert session.is_break_due
    session.rest()
    assert not session.is_break_due
    for number in range(1, 51):
        for one in ASKED:
            assert not session.is_break_due
            session.answer(one, "absent")
        # coming back to a text does not count it twice
        session.answer(ASKED[0], "present")
        session.move(1)
        assert session.is_break_due == (number == 50)
    assert session.n_coded == 50


def test_moving_stops_at_the_ends(folder):
    session = CodingSession(folder / "codes_A.csv", folder / "codes_A.csv")
    session.move(-1)
    assert session.item == "T1"
    session.move(99)
    assert session.item == "T4"


def test_an_answer_that_cannot_be_saved_is_not_kept(folder):
    session = CodingSession(folder / "codes_A.csv", folder / "a.csv")
    (folder / "a.csv").mkdir()
    with pytest.raises(OutputFileError):
        session.answer("CTL.DEBT", "present")
    assert session.answer_to("CTL.DEBT") is None


def test_a_file_changed_elsewhere_is_never_overwritten(folder):
    source = folder / "codes_A.csv"
    screen = coder(folder, coder="A")
    screen.start.click()
    screen.answers["CTL.DEBT", "present"].click()
    elsewhere = source.read_text(encoding="utf-8").replace("3;;", "3;oui;non")
    source.write_text(elsewhere, encoding="utf-8")
    screen.answers["CTL.DEBT", "absent"].click()
    assert "pas enregistrée" in screen._note.value
    assert screen.session.answer_to("CTL.DEBT") == "present"
    assert source.read_text(encoding="utf-8") == elsewhere
    assert coder(folder, coder="A").session.n_coded == 1


@pytest.mark.parametrize("wrong", [("CTL.DEBT", "peut-être"), ("CTL.NOWHERE", "present")])
def test_only_questions_of_the_sheet_are_answered(folder, wrong):
    session = CodingSession(folder / "codes_A.csv", folder / "codes_A.csv")
    with pytest.raises(OptionError):
        session.answer(*wrong)


def test_answers_are_never_lost_to_another_sample_or_a_slip(folder, tmp_path_factory):
    other = _folder(tmp_path_factory.mktemp("other"), 9)
    with pytest.raises(InputFileError, match="another sample"):
        coder(folder, coder="A", out=other / "codes_A.csv")
    source = folder / "codes_A.csv"
    slip = source.read_text(encoding="utf-8-sig").replace("0;;", "0;oui, je crois;")
    source.write_text(slip, encoding="utf-8")
    with pytest.raises(InputFileError, match="T1"):
        coder(folder, coder="A")
    assert source.read_text(encoding="utf-8") == slip


def test_a_coder_without_a_sheet(folder):
    with pytest.raises(OptionError, match="has no sheet"):
        coder(folder, coder="B")
    with pytest.raises(OptionError):
        coder(folder, coder="A", lang="de")


def _on_screen(screen):
    parts = [screen._note.value, screen._place.value, screen._text.value, screen._count.value]
    return "\n".join(parts)


def test_buttons_code_texts_one_by_one(folder):
    screen = coder(folder, coder="A")
    assert "secret" not in _on_screen(screen)
    # before starting, nothing can be answered by mistake
    screen.answers["CTL.DEBT", "present"].click()
    assert screen.session.answer_to("CTL.DEBT") is None
    screen.start.click()
    assert "texte &lt;b&gt;secret&lt;/b&gt; 0" in screen._text.value
    assert screen.previous.disabled
    screen.answers["MOV.TOURING", "present"].click()
    screen.answers["CTL.DEBT", "absent"].click()
    screen.answers["CTL.DEBT", "unsure"].click()
    chosen = [place for place, button in screen.answers.items() if button.icon == "check"]
    assert chosen == [("MOV.TOURING", "present"), ("CTL.DEBT", "unsure")]
    screen.next.click()
    assert not any(button.icon for button in screen.answers.values())
    assert "1 texte codé sur 4" in screen._count.value
    assert "secret&lt;/b&gt; 1" in screen._text.value
    screen.previous.click()
    assert screen.answers["CTL.DEBT", "unsure"].icon == "check"
    with pytest.warns(UncodedWarning):
        read = read_codes(folder / "codes_A.csv", unanswered="leave_out")
    assert read["code"].tolist() == ["unsure", "present"]
    assert read["item"].tolist() == ["T1", "T1"]


def test_the_last_text_thanks_the_coder(folder):
    screen = coder(folder, coder="A")
    screen.start.click()
    for _ in range(4):
        for one in ASKED:
            screen.answers[one, "absent"].click()
        screen.next.click()
    assert "Tous les textes sont codés" in screen._note.value
    assert screen.next.disabled
    assert repr(screen) == "Coder(4 of 4 texts coded)"


def test_a_break_takes_the_text_off_the_screen(folder):
    screen = coder(folder, coder="A", lang="en")
    screen.start.click()
    screen.rest.click()
    assert "secret" not in _on_screen(screen)
    assert "On a break" in screen._note.value
    screen.next.click()
    assert screen.session.item == "T1"
    screen.start.click()
    assert "secret" in _on_screen(screen)


def test_a_reminder_comes_when_a_break_is_due(folder):
    screen = coder(folder, coder="A")
    clock = Clock()
    screen.session._clock = clock
    screen.start.click()
    assert screen._note.value == ""
    clock.seconds = 31 * 60
    screen.next.click()
    assert "pause" in screen._note.value
    screen.rest.click()
    screen.start.click()
    assert screen._note.value == ""


def test_buttons_show_labels_and_say_which_answer(folder):
    screen = coder(folder, coder="A")
    asked = [row.children[0].value for row in screen._page.children[2:4]]
    assert asked == ["MOV.TOURING – Dit être de passage", "CTL.DEBT – Dit avoir une dette"]
    words = {code: screen.answers["CTL.DEBT", code].description for code in CODES_GIVEN}
    assert words == {"present": "oui", "absent": "non", "unsure": "incertain"}


def test_the_output_is_marked_and_spells_out_nothing(folder):
    screen = coder(folder, coder="A")
    screen.start.click()
    data, metadata = screen._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert metadata[OUTPUT_MARK]
    assert data["text/plain"] == "Coder(0 of 4 texts coded)"
    assert "secret" not in json.dumps(data)
    output = {"output_type": "execute_result", "data": data, "metadata": metadata}
    saved = drop_text_outputs({"cells": [{"cell_type": "code", "outputs": [output]}]})
    assert saved["cells"][0]["outputs"] == []


def test_the_state_of_the_widgets_holds_no_text_unless_one_is_being_read(folder):
    screen = coder(folder, coder="A")
    for action, shown in ((None, False), (screen.start, True), (screen.rest, False)):
        if action is not None:
            action.click()
        state = dependency_state([screen.screen])
        assert len(state) > 10
        assert ("secret" in json.dumps(state)) == shown


@pytest.mark.slow
def test_a_notebook_that_is_run_and_saved_keeps_no_text(folder):
    source = f"from toolkit.review.coding.coder import coder\ncoder({str(folder)!r}, coder='A')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    # the client keeps the widgets' state, as a lab may be set to
    assert notebook.metadata.widgets
    assert "secret" not in nbformat.writes(notebook)
    assert notebook.cells[0].outputs[0].metadata[OUTPUT_MARK]
