"""Postcodes in a text: whole ones, and those that are too short to say where."""

from __future__ import annotations

import re

from hotspots.geocode.fix import without
from hotspots.postcodes import written_postcode

_POSTCODE = re.compile(
    r"(?<![A-Z0-9])([A-Z]{1,2}[0-9][A-Z0-9]?)[ .,\-]{0,3}([0-9][A-Z]{2})(?![A-Z0-9])"
)
# An outward code, or a sector (with the first digit of the inward code).
_COARSE = re.compile(r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?)(?: [0-9])?")
# Areas that are not on the British National Grid: Northern Ireland, the Channel Islands, Man.
_OFF_THE_GRID = re.compile("(?:BT|GY|IM|JE)[0-9]")
_SPACES = re.compile(r"\s+")


def postcodes_in(text: str) -> tuple[tuple[str, str], ...]:
    """Everything shaped like a postcode in a text in capitals, each with the text's rest."""
    spaced = _SPACES.sub(" ", text)
    return tuple(
        (written_postcode(found[1] + found[2]), without(spaced, *found.span()))
        for found in _POSTCODE.finditer(spaced)
    )


def is_coarse_postcode(text: str) -> bool:
    """Whether the text is no more than an outward code or a sector (`DE24`, `DE24 0`)."""
    return _COARSE.fullmatch(_SPACES.sub(" ", text).strip(" .,;:!?()")) is not None


def is_off_the_grid(postcode: str) -> bool:
    """Whether the postcode is one of Northern Ireland, the Channel Islands or the Isle of Man."""
    return _OFF_THE_GRID.match(postcode) is not None
