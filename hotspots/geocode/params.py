"""The geocoder's numbers and lists: one frozen object, passed by whoever builds it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hotspots.errors import ParameterError
from hotspots.geocode.words import packaged_data


@cache
def packaged_elsewhere() -> tuple[str, ...]:
    """The towns and cities of `data/elsewhere.toml`, near ones first."""
    raw = packaged_data("elsewhere")
    return tuple(str(name) for name in [*raw["near"], *raw["far"]])


@dataclass(frozen=True, slots=True, kw_only=True)
class GeocodeParams:
    """How sure is sure enough; the defaults are explained beside each.

    Raises:
        ParameterError: a number outside the range in which it means anything.
    """

    # A reading is used from this confidence on; below, a person is asked.
    accept_from: float = 0.8
    # The best place must be ahead of the next by this much, or the words are ambiguous.
    margin: float = 0.08
    # Positions in larger places (parks) stand at the place's own point, so that a
    # park is one hotspot and not several; in smaller ones the fix is kept.
    snap_extent_m: float = 150.0
    # A position this near to an origin is taken for it: a postcode's middle is off by as much.
    origin_exclusion_m: float = 100.0
    # A postcode is a row of houses or a building: its middle is within about this.
    postcode_precision_m: float = 100.0
    # "Near" and the like: the true position lies within this of the place.
    near_precision_m: float = 150.0
    # A position vaguer than this is too coarse to say where somebody was.
    coarsest_precision_m: float = 1_000.0
    # A cell longer than this is cut, and the result says so.
    longest_text: int = 2_000
    # More parts than this in one cell is a narrative, and for a person to read.
    most_parts: int = 12
    # Names for the town itself: "Derby" in a text adds nothing.
    home_names: tuple[str, ...] = ("Derby", "Derby city")
    # Towns and cities that are not in the area; None is the packaged list.
    elsewhere: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        for name in ("accept_from", "margin"):
            if not 0 < getattr(self, name) <= 1:
                msg = f"{name} is a share: give a number above 0 and up to 1."
                raise ParameterError(msg)
        metres = ("snap_extent_m", "origin_exclusion_m", "postcode_precision_m")
        for name in (*metres, "near_precision_m", "coarsest_precision_m"):
            if not 0 < getattr(self, name) < float("inf"):
                msg = f"{name} is a distance: give metres above 0."
                raise ParameterError(msg)
        if self.longest_text < 1 or self.most_parts < 1:
            msg = "longest_text and most_parts are at least 1."
            raise ParameterError(msg)

    @property
    def towns(self) -> tuple[str, ...]:
        """The towns elsewhere that are in force."""
        return packaged_elsewhere() if self.elsewhere is None else self.elsewhere
