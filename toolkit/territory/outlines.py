"""Outlines of the départements, for maps without geometry libraries."""

import json
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray


@cache
def _rings() -> dict[str, list[list[list[float]]]]:
    """Return the file of outlines as read."""
    name = "departements_outlines_naturalearth.json"
    path = resources.files("toolkit.territory") / "gazetteer" / name
    rings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return rings


def departement_outlines() -> dict[str, list[NDArray[np.float64]]]:
    """Return the rings of each département, in degrees.

    The outlines are indicative (Natural Earth, simplified): good for a map of the country, not
    for measuring an area or for telling on which side of a border a point lies.

    Returns
    -------
    dict of str to list of numpy.ndarray
        Code to closed rings, each of shape (points, 2): longitude and latitude.

    Examples
    --------
    >>> len(departement_outlines()), departement_outlines()["2A"][0].shape[1]
    (101, 2)
    """
    return {
        code: [np.asarray(ring, dtype=float) for ring in group] for code, group in _rings().items()
    }
