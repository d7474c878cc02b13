"""One digit-like thing of a text."""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """One digit-like thing: where it stands, the digits it says, and how it is written."""

    start: int
    end: int
    digits: str
    kind: str
