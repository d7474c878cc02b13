import csv
import io
import json
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from toolkit.errors import InputFileError, OptionError
from toolkit.review.coding.exports import write_for_doccano, write_for_label_studio
from toolkit.review.coding.files import UncodedWarning, read_codes, read_sheet
from toolkit.review.sampling.sheets import Sheet, answer_word, csv_content, readable, xlsx_content
from toolkit.schema import CODES, CODES_GIVEN, check

ASKED = ("MOV.TOURING", "CTL.DEBT")
LABELS = ("Dit être de passage, ici; ou là; ou, enfin", "")
codes_given = st.lists(
    st.tuples(st.sampled_from(CODES_GIVEN), st.sampled_from(CODES_GIVEN)), min_size=1, max_size=8
)


def _sheet(n=3):
    items = tuple(f"T{i:03d}" for i in range(n, 0, -1))
    return Sheet(items, tuple(f"texte {i};\n« fin », [TEL]" for i in range(n)), ASKED, LABELS)


def _answers(sheet, rows):
    return {
        (item, one): code
        for item, row in zip(sheet.items, rows, strict=True)
        for one, code in zip(ASKED, row, strict=True)
    }


def _expected(answers, coder="A"):
    rows = sorted((item, coder, one, code) for (item, one), code in answers.items())
    return pd.DataFrame(rows, columns=[c.name for c in CODES.columns], dtype="str")


def _check_same(read, answers, coder="A"):
    pd.testing.assert_frame_equal(read, _expected(answers, coder))
    check(read, CODES)


def _labels(answers, item):
    mark = {"present": "", "unsure": " ?"}
    return [one + mark[c] for (i, one), c in answers.items() if i == item and c in mark]


def _doccano_classes(sheet, answers):
    rows = [
        {"id": 7 + i, "text": t, "item": item, "label": _labels(answers, item), "Comments": []}
        for i, (item, t) in enumerate(zip(sheet.items, sheet.texts, strict=True))
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _doccano_spans(sheet, answers):
    rows = [
        {"id": 1, "text": "a\u2028b", "meta": {"item": i}, "label": _spans(answers, i)}
        for i in sheet.items
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _spans(answers, item):
    # the same wording may be marked twice in a text
    return [[0, 3, name] for name in _labels(answers, item)] * 2


def _doccano_relations(sheet, answers):
    rows = [
        {
            "id": 1,
            "text": "a",
            "item": item,
            "entities": [
                {"id": 1, "label": name, "start_offset": 0, "end_offset": 1}
                for name in _labels(answers, item)
            ],
            "relations": [],
        }
        for item in sheet.items
    ]
    return "\n".join(json.dumps(row) for row in rows)


def _doccano_intents(sheet, answers):
    rows = [
        {"text": "a", "item": item, "cats": _labels(answers, item), "entities": []}
        for item in sheet.items
    ]
    return json.dumps(rows)


def _doccano_old(sheet, answers):
    rows = [
        {"text": "a", "meta": json.dumps({"item": item}), "labels": _spans(answers, item)}
        for item in sheet.items
    ]
    return "\n".join(json.dumps(row) for row in rows)


def _studio_task(item, annotations):
    return {"id": 1, "data": {"text": "a", "item": item}, "annotations": annotations}


def _studio_annotation(names, who=1, **more):
    result = [{"type": "choices", "from_name": "indicators", "value": {"choices": names}}]
    return {"id": 9, "completed_by": who, "result": result if names else [], **more}


def _studio_full(sheet, answers):
    rows = [
        _studio_task(item, [_studio_annotation(_labels(answers, item))]) for item in sheet.items
    ]
    return json.dumps(rows)


def _studio_spans(sheet, answers):
    rows = []
    for item in sheet.items:
        results = [
            {"type": "labels", "value": {"start": 0, "end": 1, "text": "a", "labels": [name]}}
            for name in _labels(answers, item)
        ]
        note = {"type": "textarea", "value": {"text": ["une remarque"]}}
        done = {"completed_by": {"id": 1, "email": "x@y.example"}, "result": [*results, note]}
        rows.append(_studio_task(item, [done]) | {"predictions": [{"result": []}]})
    return json.dumps(rows)


def _studio_minimal(sheet, answers):
    rows = []
    for item in sheet.items:
        names = _labels(answers, item)
        row = {"text": "a", "item": item, "id": 3, "annotator": 1, "annotation_id": 2}
        row |= {"created_at": "2025-01-01T00:00:00Z", "lead_time": 2.5}
        if names:
            row["indicators"] = names[0] if len(names) == 1 else {"choices": names}
        rows.append(row)
    return json.dumps(rows)


def _studio_minimal_spans(sheet, answers):
    rows = [
        {
            "text": "a",
            "item": item,
            "marks": [{"start": 0, "end": 1, "labels": [n]} for n in _labels(answers, item)],
            "annotator": 1,
            "annotation_id": 2,
        }
        for item in sheet.items
    ]
    return json.dumps(rows)


EXPORTS = {
    "classes": (_doccano_classes, "A.jsonl"),
    "spans": (_doccano_spans, "A.jsonl"),
    "relations": (_doccano_relations, "A.jsonl"),
    "intents": (_doccano_intents, "A.json"),
    "old": (_doccano_old, "A.jsonl"),
    "full": (_studio_full, "project-1.json"),
    "full spans": (_studio_spans, "project-1.json"),
    "minimal": (_studio_minimal, "project-1.json"),
    "minimal spans": (_studio_minimal_spans, "project-1.json"),
}


@given(codes_given)
@settings(deadline=None)
def test_a_filled_csv_reads_back(tmp_path_factory, rows):
    sheet = _sheet(len(rows))
    answers = _answers(sheet, rows)
    path = tmp_path_factory.mktemp("csv") / "codes_A.csv"
    for lang in ("fr", "en"):
        path.write_text(csv_content(sheet, answers, lang=lang), encoding="utf-8")
        _check_same(read_codes(path), answers)
        assert read_sheet(path)[0] == sheet


@given(codes_given)
@settings(max_examples=25, deadline=None)
def test_a_filled_workbook_reads_back(tmp_path_factory, rows):
    sheet = _sheet(len(rows))
    answers = _answers(sheet, rows)
    path = tmp_path_factory.mktemp("xlsx") / "codes_A.xlsx"
    path.write_bytes(xlsx_content(sheet))
    book = load_workbook(path)
    for line, row in enumerate(rows, 2):
        for column, code in enumerate(row, 3):
            book.worksheets[0].cell(line, column, answer_word(code))
    book.save(path)
    _check_same(read_codes(path), answers)


@pytest.mark.parametrize("kind", EXPORTS)
@given(rows=codes_given)
@settings(deadline=None, max_examples=40)
def test_an_export_reads_back(tmp_path_factory, kind, rows):
    make, name = EXPORTS[kind]
    sheet = _sheet(len(rows))
    answers = _answers(sheet, rows)
    path = tmp_path_factory.mktemp("export") / name
    path.write_text(make(sheet, answers), encoding="utf-8")
    coder = {"1": "A"} if name.startswith("project") else None
    _check_same(read_codes(path, indicators=ASKED, coder=coder), answers)
    _check_same(read_codes(path, indicators=ASKED, coder="B"), answers, "B")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])).map(readable)))
@settings(deadline=None)
def test_any_text_survives_the_csv(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("texts") / "codes_A.csv"
    sheet = Sheet(tuple(f"T{i}" for i in range(len(texts) + 1)), ("fin", *texts), ASKED, LABELS)
    path.write_text(csv_content(sheet, {}), encoding="utf-8", newline="")
    assert read_sheet(path)[0] == sheet


@given(st.text(st.characters(exclude_categories=["Cs"])).map(readable))
@settings(deadline=None, max_examples=25)
def test_any_text_fits_into_a_workbook(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("texts") / "codes_A.xlsx"
    sheet = Sheet(("T1",), (text,), ASKED, LABELS)
    path.write_bytes(xlsx_content(sheet))
    assert read_sheet(path)[0].texts == (text,)


def test_a_text_too_long_for_a_cell_says_that_it_is_cut():
    assert readable("a" * 40_000).endswith("a [… texte coupé]")
    assert readable("a" * 32_000) == "a" * 32_000


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("OUI", "present"),
        (" o ", "present"),
        ("x", "present"),
        (1, "present"),
        (1.0, "present"),
        (True, "present"),
        ("1", "present"),
        ("Non", "absent"),
        (0, "absent"),
        (False, "absent"),
        ("?", "unsure"),
        ("incertain", "unsure"),
    ],
)
def test_what_people_type(tmp_path, cell, code):
    path = tmp_path / "codes_A.xlsx"
    path.write_bytes(xlsx_content(_sheet(1)))
    book = load_workbook(path)
    book.worksheets[0]["C2"], book.worksheets[0]["D2"] = cell, "non"
    book.save(path)
    assert read_codes(path).set_index("indicator")["code"]["MOV.TOURING"] == code


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_however_a_spreadsheet_saves(tmp_path, encoding, mark):
    sheet = _sheet(2)
    answers = _answers(sheet, [("present", "absent"), ("unsure", "present")])
    rows = csv.reader(io.StringIO(csv_content(sheet, answers).lstrip("\ufeff")), delimiter=";")
    path = tmp_path / "codes_A.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows(rows)
    _check_same(read_codes(path), answers)


def test_empty_cells_are_refused_by_number_or_left_out_loudly(tmp_path):
    sheet = _sheet(3)
    answers = _answers(sheet, [("present", "absent")] * 3)
    del answers["T002", "CTL.DEBT"]
    path = tmp_path / "codes_A.csv"
    path.write_text(csv_content(sheet, answers), encoding="utf-8")
    with pytest.raises(InputFileError, match=r"1 answer\(s\) in 1 text\(s\): T002"):
        read_codes(path)
    with pytest.warns(UncodedWarning, match="T002"):
        _check_same(read_codes(path, unanswered="leave_out"), answers)
    path.write_text(csv_content(sheet, {}), encoding="utf-8")
    with pytest.raises(InputFileError, match=r"6 answer\(s\)"):
        read_codes(path, unanswered="leave_out")


def test_a_spreadsheet_may_drop_the_empty_ends_of_rows(tmp_path):
    path = tmp_path / "codes_A.csv"
    path.write_text("numéro;texte;A.B;C.D\nT1;un;oui\nT2;deux\n", encoding="utf-8")
    with pytest.raises(InputFileError, match=r"3 answer\(s\) in 2 text"):
        read_codes(path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("numéro;texte;A.B\nT1;un;peut-être\n", "T1"),
        ("numéro;texte;A.B\n;un;oui\n", "without a number"),
        ("numéro;texte;A.B\nT1;un;oui\nT1;un;oui\n", "twice"),
        ("numéro;texte;A.B\nT1;un;oui;secret\n", "more cells"),
        ("numéro;texte\nT1;un\n", "no sheet"),
        ("texte;A.B\nsecret;oui\n", "no sheet"),
        ("numéro;texte;A.B;A.B\nT1;un;oui;non\n", "no sheet"),
        ("", "no sheet"),
    ],
)
def test_a_bad_sheet_is_refused_without_its_text(tmp_path, content, why):
    path = tmp_path / "codes_A.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputFileError, match=why) as caught:
        read_codes(path)
    assert "secret" not in str(caught.value)


def test_two_coders_are_told_by_their_files(tmp_path):
    sheet = _sheet(2)
    for coder, code in (("A", "present"), ("B", "absent")):
        content = csv_content(sheet, _answers(sheet, [(code, code)] * 2))
        (tmp_path / f"codes_{coder}.csv").write_text(content, encoding="utf-8")
    paths = [tmp_path / "codes_A.csv", tmp_path / "codes_B.csv"]
    codes = read_codes(paths)
    assert codes.groupby("coder")["code"].unique().map(list).to_dict() == {
        "A": ["present"],
        "B": ["absent"],
    }
    one = read_codes(paths, indicators=["CTL.DEBT"])
    assert set(one["indicator"]) == {"CTL.DEBT"}
    with pytest.raises(InputFileError, match=r"MOV\.OTHER"):
        read_codes(paths, indicators=["MOV.OTHER"])
    with pytest.raises(InputFileError, match="twice"):
        read_codes([paths[0], paths[0]])
    with pytest.raises(OptionError, match="paths"):
        read_codes(paths, coder="A")


def test_several_annotators_of_one_task(tmp_path):
    tasks = [
        _studio_task(
            "T1", [_studio_annotation(["CTL.DEBT"], 4), _studio_annotation([], "b@c.example")]
        ),
        _studio_task("T2", [_studio_annotation([], 4, was_cancelled=True)]),
        _studio_task("T3", []),
    ]
    path = tmp_path / "project.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    names = {"4": "A", "b@c.example": "B"}
    with pytest.raises(InputFileError, match=r"3 answer\(s\) in 2 text\(s\)"):
        read_codes(path, indicators=["CTL.DEBT"], coder=names)
    with pytest.warns(UncodedWarning):
        read = read_codes(path, indicators=["CTL.DEBT"], coder=names, unanswered="leave_out")
    assert read.to_numpy().tolist() == [
        ["T1", "A", "CTL.DEBT", "present"],
        ["T1", "B", "CTL.DEBT", "absent"],
    ]
    for coder in (None, "A", {"4": "A"}):
        with pytest.raises(OptionError, match="no address") as caught:
            read_codes(path, indicators=["CTL.DEBT"], coder=coder)
        assert "@" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.jsonl", '{"text": "secret", "item": "T1"}', "without labels"),
        ("a.jsonl", '{"text": "secret", "label": []}', "item"),
        ("a.jsonl", '{"text": "secret", "meta": "{", "label": []}', "item"),
        ("a.jsonl", '{"text": "secret", "item": "T1", "label": [3]}', "shape"),
        ("a.jsonl", '{"item": "T1", "label": ["CTL.OTHER"]}', r"CTL\.OTHER"),
        ("a.jsonl", '{"item": "T1", "label": ["CTL.DEBT", "CTL.DEBT ?"]}', "both"),
        ("a.jsonl", "secret", "cannot be read"),
        ("a.jsonl", "[1]", "one object"),
        ("a.json", '[{"data": {"item": "T1"}, "annotations": []}]', "no annotation"),
        ("a.json", '[{"data": {}, "annotations": [{}]}]', "item"),
        ("a.json", '[{"item": "T1", "annotator": 1, "indicators": "OLD"}]', "OLD"),
        ("a.json", "", "one object"),
    ],
)
def test_a_bad_export_is_refused_without_its_text(tmp_path, name, content, why):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputFileError, match=why) as caught:
        read_codes(path, indicators=["CTL.DEBT"])
    assert "secret" not in str(caught.value)


def test_the_same_text_annotated_twice_by_one_person_is_refused(tmp_path):
    task = _studio_task("T1", [_studio_annotation([]), _studio_annotation(["CTL.DEBT"])])
    path = tmp_path / "p.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    with pytest.raises(InputFileError, match="twice"):
        read_codes(path, indicators=["CTL.DEBT"])


@pytest.mark.parametrize(
    "options", [{"format": "iramuteq"}, {"unanswered": "guess"}, {"format": "doccano"}]
)
def test_options_outside_their_list(tmp_path, options):
    with pytest.raises(OptionError):
        read_codes(tmp_path / "a.jsonl", **options)
    with pytest.raises(OptionError):
        read_codes([])
    with pytest.raises(InputFileError, match="suffix"):
        read_codes(tmp_path / "a.docx")


def test_the_tools_get_the_texts_and_give_the_item_back(tmp_path):
    sheet = _sheet(3)
    source = tmp_path / "codes_A.csv"
    source.write_text(csv_content(sheet, {}), encoding="utf-8")
    texts, labels = write_for_doccano(tmp_path, coder="A", out=tmp_path / "outil")
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    assert [(row["item"], row["text"]) for row in rows] == list(
        zip(sheet.items, sheet.texts, strict=True)
    )
    names = [one["text"] for one in json.loads(labels.read_text(encoding="utf-8"))]
    assert names == ["MOV.TOURING", "MOV.TOURING ?", "CTL.DEBT", "CTL.DEBT ?"]
    tasks, setup = write_for_label_studio(source, coder="A", out=tmp_path / "outil")
    assert [t["data"]["item"] for t in json.loads(tasks.read_text(encoding="utf-8"))] == list(
        sheet.items
    )
    view = setup.read_text(encoding="utf-8")
    assert re.findall(r'<Choice value="(.*?)"/>', view) == names
    # the file to import is not an export: nothing would be read as absent
    with pytest.raises(InputFileError):
        read_codes(texts, indicators=ASKED)
    with pytest.raises(InputFileError):
        read_codes(tasks, indicators=ASKED)
    with pytest.raises(OptionError):
        write_for_doccano(tmp_path, coder="C", out=tmp_path / "outil")
