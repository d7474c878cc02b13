import subprocess
import sys

import pytest

import toolkit as tk


def _modules_after(code):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_importing_costs_no_more_than_pandas():
    loaded = _modules_after("import toolkit")
    assert not loaded & {
        "spacy",
        "sklearn",
        "matplotlib",
        "scipy",
        "statsmodels",
        "dask",
        "pyarrow",
    }


@pytest.mark.parametrize("name", tk.__all__)
def test_every_public_name_exists_and_is_documented(name):
    found = getattr(tk, name)
    assert found.__doc__
    assert name in dir(tk)


def test_a_room_never_hides_the_function_of_the_same_name():
    code = "import toolkit as tk, toolkit.anonymise.masking; print(callable(tk.anonymise))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no public name 'find_person'"):
        tk.find_person  # noqa: B018


def test_nothing_public_searches_or_ranks_people():
    words = ("search", "rank", "score", "suspect", "scrape", "geocode", "identify_person")
    assert not [name for name in tk.__all__ if any(word in name for word in words)]
