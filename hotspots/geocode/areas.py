"""Suburbs as a cue: "Aldi in Alvaston" is the Aldi that lies there."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from hotspots.boundaries import Boundaries, Ward
    from hotspots.gazetteer import Place
    from hotspots.geocode.phrases import Phrases
    from hotspots.geocode.words import Lexicon

# People do not know ward lines: this far outside of one, a place still counts as there.
BESIDE_M = 300.0
# From this far on it is certainly not there.
FAR_M = 1_200.0
_CACHE_LIMIT = 200_000


class AreaFit(Enum):
    """Whether a place lies in the suburb that a text names."""

    IN = "in"
    UNSURE = "unsure"
    FAR = "far"


class Areas:
    """Which places are in which suburb: by their own names, the wards, and their neighbours."""

    def __init__(self, boundaries: Boundaries, lexicon: Lexicon, *, phrases: Phrases) -> None:
        self._wards: dict[str, list[Ward]] = {}
        for ward in boundaries.wards:
            for word in lexicon.words(ward.name):
                self._wards.setdefault(word, []).append(ward)
        self._phrases = phrases
        self._cache: dict[tuple[str, str], AreaFit] = {}

    def fit(self, word: str, place: Place) -> AreaFit:
        """How the place fits the suburb that the word names."""
        key = (word, place.place_id)
        if key not in self._cache:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            self._cache[key] = self._fit(word, place)
        return self._cache[key]

    def _fit(self, word: str, place: Place) -> AreaFit:
        if word in self._phrases.words_of(place):
            return AreaFit.IN
        spot = shapely.Point(place.point.key)
        away_m = [float(shapely.distance(w.geometry_m, spot)) for w in self._wards.get(word, ())]
        if away_m and min(away_m) <= BESIDE_M:
            return AreaFit.IN
        # A suburb without a ward is where the places are that bear its name.
        named = self._phrases.places_with(word)
        away_m += [other.point.distance_m(place.point) for other in named]
        return AreaFit.FAR if away_m and min(away_m) >= FAR_M else AreaFit.UNSURE
