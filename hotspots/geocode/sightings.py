"""Episodes in, sightings out: every mention is geocoded, none is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.geocode.geocoder import Geocoder
    from hotspots.model import Episode


def geocode_episodes(episodes: Sequence[Episode], geocoder: Geocoder) -> tuple[Sighting, ...]:
    """Every mention of every episode with its places, sorted by `Sighting.key`.

    A mention gives at least one sighting, also where it has no position. The origins of
    all these episodes are respected, whether or not the geocoder was told of them.
    """
    knowing = geocoder.knowing_origins({e.origin_postcode for e in episodes if e.origin_postcode})
    sightings = [
        Sighting(episode=episode, mention=mention, part=part, where=where)
        for episode in episodes
        for mention in episode.mentions
        for part, where in enumerate(knowing.read(mention.text, on=episode.started_on))
    ]
    return tuple(sorted(sightings, key=lambda sighting: sighting.key))
