import pandas as pd
import pytest

import toolkit as tk
from toolkit.corpus.platform_names import platform_name

NAMES = [
    ("site-exemple.fr", "site-exemple fr"),
    ("https://www.exemple.com/lyon?page=2", "exemple com"),
    ("www.Exemple.COM", "Exemple COM"),
    ("fr.exemple.net", "fr exemple net"),
    ("Petites Annonces", "Petites Annonces"),
    ("Site n. 2", "Site n. 2"),
    ("site_a", "site_a"),
    ("", "unknown"),
    ("Site\x07\n B\u2028", "Site B"),
]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_an_address_is_written_as_words(given, kept):
    assert platform_name(given) == kept
    assert platform_name(kept) == kept


def test_a_platform_known_by_its_address_may_leave(tmp_path):
    source = tmp_path / "ads.csv"
    rows = pd.DataFrame({"platform": ["https://www.exemple.fr"] * 2, "text": ["bonjour", "merci"]})
    rows.to_csv(source, index=False)
    names = tk.read_ads(source)["platform"].tolist()
    assert names == ["exemple fr"] * 2
    counts = pd.DataFrame({"platform": names[:1], "n_ads": [400]})
    tk.export(tk.release(counts), tmp_path / "t.csv")
