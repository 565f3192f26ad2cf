"""The exact figures of a cluster. They never leave the inside."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hotspots.errors import InternalError
from hotspots.model import LONDON, HotspotFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.model import Sighting

_WEEKDAYS = 7
_HOURS = 24


def facts_of(sightings: Sequence[Sighting]) -> HotspotFacts:
    """Figures over the sightings of one cluster.

    An episode counts once, however many of its places lie here. Months are those of
    the local day on which an episode began; weekday and hour are local to
    Europe/London, of the sightings whose moment the record gives.

    Raises:
        InternalError: there are no sightings.
    """
    episodes = {sighting.episode.episode_id: sighting.episode for sighting in sightings}
    if not episodes:
        msg = "A cluster without sightings has no figures."
        raise InternalError(msg)
    by_child = Counter(episode.child_id for episode in episodes.values())
    months = sorted(f"{episode.started_on:%Y-%m}" for episode in episodes.values())
    moments = [
        moment.astimezone(LONDON)
        for sighting in sightings
        if (moment := sighting.episode.moment(sighting.mention.role)) is not None
    ]
    weekdays = Counter(moment.weekday() for moment in moments)
    hours = Counter(moment.hour for moment in moments)
    return HotspotFacts(
        sightings=len(sightings),
        episodes=len(episodes),
        children=len(by_child),
        top_child_share=max(by_child.values()) / len(episodes),
        first_month=months[0],
        last_month=months[-1],
        timed=len(moments),
        by_weekday=tuple(weekdays[day] for day in range(_WEEKDAYS)),
        by_hour=tuple(hours[hour] for hour in range(_HOURS)),
    )
