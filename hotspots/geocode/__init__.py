"""Words → places: an offline geocoder for the words that staff write, which never guesses."""

from __future__ import annotations

from hotspots.geocode.geocoder import Geocoder
from hotspots.geocode.ladder import LADDER, Step
from hotspots.geocode.params import GeocodeParams
from hotspots.geocode.sightings import geocode_episodes

__all__ = ["LADDER", "GeocodeParams", "Geocoder", "Step", "geocode_episodes"]
