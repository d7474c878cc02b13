import json
from importlib import resources

import numpy as np

from toolkit.language.known import detector_codes
from toolkit.language.model import load_model
from toolkit.language.ngrams import BITS, LONGEST

FOLDER = resources.files("toolkit.language") / "model"


def test_the_artefact_is_small_and_holds_no_code():
    path = FOLDER / "language_ngrams.npz"
    assert len(path.read_bytes()) < 15e6
    with resources.as_file(path) as file:
        arrays = np.load(file, allow_pickle=False)
        assert {name: arrays[name].dtype.kind for name in arrays.files} == {
            "steps": "i",
            "largest": "f",
            "constants": "f",
        }


def test_it_fits_the_way_texts_are_read_today():
    card = json.loads((FOLDER / "language_ngrams.json").read_text(encoding="utf-8"))
    model = load_model()
    assert (card["longest"], card["bits"]) == (LONGEST, BITS)
    assert model.weights.shape == (1 << BITS, len(model.classes))
    assert set(detector_codes().values()) <= set(model.classes)
    assert set(model.pooling) == {"eldc", "eld"}


def test_every_source_has_a_permissive_licence():
    card = json.loads((FOLDER / "language_ngrams.json").read_text(encoding="utf-8"))
    licences = {source.split(", ")[1] for source in card["sources"].values()}
    assert licences <= {"Apache-2.0", "BSD-3-Clause", "MIT"}
    words = (FOLDER / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert all(name in words for name in card["sources"])
