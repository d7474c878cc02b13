"""Départements, communes and régions: checked codes, places read in texts, outlines for maps."""

from toolkit.territory.assigning import assign_departement, read_place_column
from toolkit.territory.codes import check_departements, departement_name, departements
from toolkit.territory.reading import find_places
from toolkit.territory.territories import bridge_communes, territory_of

__all__ = [
    "assign_departement",
    "bridge_communes",
    "check_departements",
    "departement_name",
    "departements",
    "find_places",
    "read_place_column",
    "territory_of",
]
