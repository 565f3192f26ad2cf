"""Where the invented children go: for each spot, the child and the number of episodes.

This table is the demo's only answer sheet. Nothing after the generator reads it: names,
zones and hotspots have to be found from the words in the export.

The children meet at the seven places of paragraph 4.6 of the council's report: each has at
least seven children, and no child has as much as a third of its episodes. Every other
public place is one of the traps: a favourite of one child, of two children, or of one
child whom two others joined once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _visitors(table: str) -> Mapping[str, int]:
    """From `R1 10, R2 8` to the children and their numbers of episodes."""
    return {child: int(times) for child, times in (pair.split() for pair in table.split(", "))}


MEETING_PLACES: Mapping[str, Mapping[str, int]] = {
    "derby-bus-station": _visitors(
        "R1 10, R2 8, R3 7, R4 6, R5 6, R6 2, R8 1, F1 2, S1 3, S2 3, S5 2, S8 1, I1 3, I2 1"
    ),
    "assembly-rooms-car-park": _visitors("R1 5, R3 6, R5 4, R7 1, R10 1, S2 3, S3 2, S6 2, I2 2"),
    "markeaton-park": _visitors("R2 6, R3 5, R4 5, R9 1, F1 1, S1 3, S4 2, S7 2, I1 2, I3 1"),
    "aldi-alvaston": _visitors("R1 6, R2 5, R5 4, R6 2, S3 2, S5 2, S9 1, I1 2"),
    "blue-peter-public-house-alvaston": _visitors("R2 5, R4 4, R5 3, S1 2, S3 2, S6 1, I2 2"),
    "lidl-alvaston": _visitors("R1 4, R3 4, R4 3, R7 2, R11 1, S2 2, S4 2, I3 1"),
    "spider-island-mitre-island-allenton": _visitors(
        "R1 5, R2 4, R4 4, R5 3, R6 1, F2 1, S5 2, S7 1, I1 2"
    ),
}

FAVOURITES: Mapping[str, Mapping[str, int]] = {
    # One child, often: dense enough for DBSCAN, and about one young person.
    "peartree-railway-station": _visitors("R2 20"),
    "oakwood-centre": _visitors("R3 17"),
    "moorways-stadium-and-sports-village": _visitors("R5 13"),
    "rollerworld": _visitors("R1 24, R6 1"),
    # Three children, but one of them has nearly every episode.
    "derby-arena": _visitors("R4 20, R8 1, S6 1"),
    # Two children.
    "park-farm-centre-allestree": _visitors("S1 5, S2 4"),
    "spondon-village-centre": _visitors("I1 4, I2 3"),
    "alvaston-park": _visitors("R3 4, S3 3"),
    "derby-railway-station": _visitors("R5 5, R2 4"),
    # Too few to be dense.
    "derbion": _visitors("S5 3, R9 1"),
    "tesco-express-chellaston": _visitors("S4 3"),
    "arboretum-park": _visitors("R1 3, R7 1"),
    "tesco-mickleover": _visitors("R8 2, F2 1"),
    "royal-derby-hospital": _visitors("S7 1, F1 1"),
    "tesco-express-allestree": _visitors("R4 2"),
    "co-op-stenson-road": _visitors("S6 2"),
    "costco-derby": _visitors("S8 1"),
    "the-climbing-unit": _visitors("S2 1"),
    "river-gardens": _visitors("I2 1"),
}

ELSEWHERE: Mapping[str, Mapping[str, int]] = {
    # A children's home, by its postcode: five children, and never to be shown to anybody.
    "home of others": _visitors("R1 6, R2 4, S1 3, I1 2, F1 1"),
    # Open fields that no gazetteer names: dense, but not a public place.
    "fields": _visitors("R1 5, R4 3"),
    "nottingham": _visitors("R2 6, R5 3, S1 2"),
    "burton": _visitors("R4 3, S3 2"),
}

VISITS: Mapping[str, Mapping[str, int]] = {**MEETING_PLACES, **FAVOURITES, **ELSEWHERE}


def visits_of(child: str) -> tuple[tuple[str, int], ...]:
    """The spots where one child goes, with the number of episodes, in a fixed order."""
    return tuple(
        (spot, visitors[child]) for spot, visitors in sorted(VISITS.items()) if child in visitors
    )
