import pandas as pd
import pytest

import toolkit as tk
from toolkit.counting import annotating
from toolkit.errors import CodeError, InputFileError
from toolkit.territory import assign_departement, bridge_communes, departements, territory_of


def test_a_metropole_is_its_communes():
    table = territory_of("métropole de Lyon")
    assert table.columns.tolist() == ["code", "name", "departement", "population"]
    assert len(table) == 58
    assert set(table["departement"]) == {"69"}
    assert {"69123", "69266"} <= set(table["code"])


def test_a_departement_is_its_communes_and_its_inhabitants():
    table = territory_of("90")
    known = departements().set_index("code").loc["90", "population"]
    assert table["population"].sum() == known


def test_a_list_and_a_file_give_the_same_table(tmp_path):
    codes = ["59350", "01001", "2A004"]
    lines = tmp_path / "communes.txt"
    lines.write_text("\n".join(codes) + "\n", encoding="utf-8")
    cells = tmp_path / "communes.csv"
    cells.write_text("name;code\n" + "".join(f"x;{code}\n" for code in codes), encoding="utf-8")
    expected = territory_of(codes)
    pd.testing.assert_frame_equal(territory_of(lines), expected)
    pd.testing.assert_frame_equal(territory_of(str(cells)), expected)
    assert expected["code"].tolist() == codes


@pytest.mark.parametrize("codes", [[1001], 59350])
def test_a_number_is_refused_with_its_remedy(codes):
    with pytest.raises(CodeError, match="with its quotes"):
        territory_of(codes)


@pytest.mark.parametrize("name", ["Grenoble", "Atlantide", "communauté de communes"])
def test_a_name_that_is_not_one_group_is_refused(name):
    with pytest.raises(CodeError, match="EPCI"):
        territory_of(name)


def test_an_old_code_points_to_the_bridge():
    with pytest.raises(CodeError, match="bridge_communes"):
        territory_of(["59355"])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputFileError, match=r"nothing\.csv"):
        territory_of(tmp_path / "nothing.csv")


def test_a_bridge_keeps_order_and_says_what_changed():
    table = bridge_communes(["59355", "59350", "75111", "99999"])
    assert table["code"].tolist() == ["59355", "59350", "75111", "99999"]
    assert table["change"].tolist() == ["merged", "same", "arrondissement", "unknown"]
    assert table["current"].fillna("-").tolist() == ["59350", "59350", "75056", "-"]


def test_a_bridge_refuses_numbers():
    with pytest.raises(CodeError, match='"01001"'):
        bridge_communes([1001])


def test_disagreements_between_column_and_text_are_counted():
    table = assign_departement(
        ["je suis à Lille", "à Nantes", "rien", "à Brest"], places=["Lyon", "44", "59", ""]
    )
    assert table["departement"].tolist() == ["69", "44", "59", "29"]
    assert table.attrs == {"compared": 2, "disagreements": 1}


def test_disagreements_are_added_up_over_the_parts_of_a_corpus(monkeypatch):
    monkeypatch.setattr(annotating, "TEXTS_IN_A_PART", 2)
    texts = ["je suis à Lille", "à Nantes", "à Brest"]
    ads = pd.DataFrame({"ad_id": ["a", "b", "c"], "text": texts, "place": ["69", "44", "59"]})
    located = annotating._read_all(ads, tk.load_codebook(), 1)[2]
    assert located.attrs == {"compared": 3, "disagreements": 2}
