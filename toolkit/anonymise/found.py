"""One identifier that was found."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """One identifier: its type, where it stands, and whether it hides from machines."""

    type: str
    start: int
    end: int
    obscured: bool
