import pandas as pd
import pytest

from toolkit.anonymise import LinkageWarning, Linker
from toolkit.anonymise.linking import MOST_CHAINED, MOST_NEIGHBOURS


def _phones(*numbers):
    return [("PHONE", f"06399{number:05d}") for number in numbers]


def _resolve(linker, ads):
    return linker.resolve(pd.Series(linker.add(ads), dtype="Int64"))


def test_a_switchboard_links_nothing():
    linker = Linker()
    ads = [_phones(0, number) for number in range(1, MOST_NEIGHBOURS + 3)]
    with pytest.warns(LinkageWarning, match="1 contact"):
        numbers = _resolve(linker, [*ads, _phones(1)])
    assert linker.hubs == 1
    assert numbers.nunique() == len(ads)
    assert numbers.iloc[0] == numbers.iloc[-1]


def test_an_ad_that_holds_a_hub_alone_stays_counted():
    linker = Linker()
    ads = [_phones(0, number) for number in range(1, MOST_NEIGHBOURS + 3)]
    with pytest.warns(LinkageWarning):
        numbers = _resolve(linker, [*ads, _phones(0), _phones(0)])
    assert numbers.notna().all()
    assert numbers.iloc[-1] == numbers.iloc[-2]
    assert numbers.iloc[-1] not in set(numbers.iloc[:-2])


def test_few_neighbours_are_followed():
    linker = Linker()
    numbers = _resolve(linker, [_phones(0, number) for number in range(1, MOST_NEIGHBOURS + 1)])
    assert (linker.hubs, linker.giants) == (0, 0)
    assert numbers.nunique() == 1


def test_a_long_chain_is_reported_and_kept():
    linker = Linker()
    with pytest.warns(LinkageWarning, match="1 advertiser"):
        numbers = _resolve(linker, [_phones(n, n + 1) for n in range(MOST_CHAINED)])
    assert linker.giants == 1
    assert numbers.nunique() == 1


def test_one_key_gives_one_grouping_and_random_numbers(tmp_path):
    key = bytes(range(32))
    first, second = Linker(key=key), Linker(key=key)
    ads = [_phones(n % 7) for n in range(50)]
    one, other = _resolve(first, ads), _resolve(second, ads)
    assert one.groupby(other).nunique().eq(1).all()
    assert first._numbers.keys() == second._numbers.keys()
    assert Linker()._number("PHONE", "0639900001") == 0
    assert Linker(key=key)._key != Linker()._key
