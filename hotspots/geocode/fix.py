"""A position that a text gives by numbers or letters, before it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.geocode.words import unified

if TYPE_CHECKING:
    from hotspots.geo import PointM

_LOOKALIKES = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{HYPHEN}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{MASCULINE ORDINAL INDICATOR}": "\N{DEGREE SIGN}",
        "\N{RING ABOVE}": "\N{DEGREE SIGN}",
        "\N{PRIME}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{DOUBLE PRIME}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A position found in a text.

    `precision_m` is the radius within which the true position lies; `rest` is the text
    without what gave the position; `label` is the position in its written form, where it
    has one (a postcode). `doubt` says why a person should look, blank if nobody need.
    """

    point: PointM
    precision_m: float
    rest: str
    label: str = ""
    doubt: str = ""


def as_written(text: str) -> str:
    """The text in capitals, with the look-alikes of signs made plain."""
    if text.isascii():
        return text.upper()
    return unified(text.translate(_LOOKALIKES)).upper()


def without(text: str, start: int, end: int) -> str:
    """The text with a piece cut out."""
    return f"{text[:start]} {text[end:]}".strip()
