import copy
import io
import json
import pickle

import pandas as pd
import pytest

from toolkit.errors import OpaqueTextError, TableError, ToolkitError
from toolkit.text.opaque import OpaqueTextDtype, as_texts, opaque_series

SECRET = "canari-7f3a-secret"


@pytest.fixture
def table():
    texts = [f"bonjour {SECRET}", f"{SECRET} encore", None, SECRET]
    return pd.DataFrame({"ad_id": list("abcd"), "group": [1, 1, 2, 2]}).assign(
        text=opaque_series(texts)
    )


def _into(write):
    buffer = io.StringIO()
    write(buffer)
    return buffer.getvalue()


LOOKS = {
    "repr": lambda t: repr(t),
    "str of column": lambda t: str(t["text"]),
    "repr of array": lambda t: repr(t["text"].array),
    "head": lambda t: repr(t.head()),
    "html": lambda t: t.to_html(),
    "notebook html": lambda t: t._repr_html_(),
    "to_string": lambda t: t.to_string(),
    "csv": lambda t: _into(t.to_csv),
    "json": lambda t: t.to_json(default_handler=str),
    "records": lambda t: str(t.to_dict("records")),
    "values": lambda t: repr(t.to_numpy().tolist()),
    "column values": lambda t: repr(list(t["text"].to_numpy())),
    "iloc": lambda t: repr(t["text"].iloc[0]) + str(t["text"].iloc[0]) + f"{t['text'].iloc[0]}",
    "loc row": lambda t: repr(t.loc[0]),
    "itertuples": lambda t: repr(list(t.itertuples())),
    "iterrows": lambda t: repr(list(t.iterrows())),
    "apply": lambda t: repr(t["text"].apply(str).tolist()),
    "map": lambda t: repr(t["text"].map(repr).tolist()),
    "astype str": lambda t: repr(t["text"].astype(str).tolist()),
    "astype object": lambda t: repr(t["text"].astype(object).tolist()),
    "list": lambda t: repr(list(t["text"])),
    "groupby first": lambda t: repr(t.groupby("group").first()),
    "describe": lambda t: repr(t["text"].describe()),
    "value_counts": lambda t: repr(t["text"].value_counts()),
    "unique": lambda t: repr(t["text"].unique()),
    "sort": lambda t: repr(t.sort_values("text")),
    "compare": lambda t: repr(t["text"] == SECRET),
    "isin": lambda t: repr(t["text"].isin([SECRET])),
    "contains": lambda t: repr(t["text"].str.contains(SECRET)),
    "pickle": lambda t: pickle.dumps(t).decode("latin-1"),
    "pickle a cell": lambda t: pickle.dumps(t["text"].iloc[0]).decode("latin-1"),
    "deep copy": lambda t: repr(copy.copy(t["text"].iloc[0])),
    "vars": lambda t: repr(dir(t["text"].iloc[0])),
    "merge": lambda t: repr(t.merge(t, on="ad_id")),
    "concat": lambda t: repr(pd.concat([t, t])),
    "pivot": lambda t: repr(t.set_index("ad_id")["text"]),
    "style": lambda t: t.style.to_html(),
    "json dumps": lambda t: json.dumps(t["text"].tolist(), default=str),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_no_way_of_looking_shows_the_text(table, look):
    try:
        shown = look(table)
    except (ToolkitError, TypeError, AttributeError, ValueError, NotImplementedError) as error:
        shown = repr(error) + str(error)
    assert SECRET not in shown


def test_it_cannot_be_saved_as_parquet(table, tmp_path):
    with pytest.raises(OpaqueTextError):
        table.to_parquet(tmp_path / "ads.parquet")
    found = [SECRET.encode() in path.read_bytes() for path in tmp_path.iterdir()]
    assert not any(found)


def test_texts_come_out_by_the_one_door(table):
    assert as_texts(table)[3] == SECRET
    assert as_texts(table["text"])[2] == ""
    assert as_texts(pd.concat([table, table]))[4:] == as_texts(table)
    assert as_texts(table[table["group"] == 2]) == ["", SECRET]
    assert as_texts(table.iloc[::-1])[0] == SECRET
    assert table["text"].dtype == OpaqueTextDtype()


def test_a_single_string_is_refused():
    with pytest.raises(TableError, match="list"):
        as_texts("bonjour")


def test_bad_values():
    assert as_texts([b"a\xff", float("nan"), "\ud800"]) == ["a\ufffd", "", "\ufffd"]
    with pytest.raises(TableError):
        as_texts([12])


def test_reindexing_keeps_missing_texts_missing(table):
    assert as_texts(table.reindex([3, 9])) == [SECRET, ""]
