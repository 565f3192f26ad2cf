"""Place texts as staff write them: abbreviations, misspellings, blanks, and things not known.

All are written for the demo. The texts of a spot are what different people would call it;
the other lists are what stands in a cell when nobody knew, or would not say, a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.demo.children import MACKWORTH_HOME

if TYPE_CHECKING:
    from collections.abc import Mapping

SPOT_TEXTS: Mapping[str, tuple[str, ...]] = {
    "derby-bus-station": (
        *("bus stn", "Bus Station", "Derby Bus Station", "bus station Derby", "Bus Statoin Derby"),
        *("outside the bus station", "Derby bus station, Morledge", "DE1 2AY", "near DE1 2AY"),
        "Derby Bus Stn",
    ),
    "assembly-rooms-car-park": (
        *("Assembly Rooms carpark", "assembly rms car pk", "Assembly Rooms Car Park"),
        *("top floor of assembly rooms multistorey", "Assembly Rooms multi-storey"),
        *("assembly rooms car park stairwell", "DE1 3AF"),
    ),
    "markeaton-park": (
        *("Markeaton pk", "markeaton park, by the lake", "MARKEATON PARK!!", "Markheaton Park"),
        *("Markeaton Park", "markeaton", "Markeaton Pk play area", "near Markeaton Lake"),
    ),
    "aldi-alvaston": (
        *("Aldi Alvaston", "aldi alvaston", "Aldi, Alvaston", "Aldi in Alvaston near the shops"),
        *("outside Aldi (Alvaston)", "Aldi Coleman Street"),
    ),
    "blue-peter-public-house-alvaston": (
        *("Blue Peter Public House", "blue peter pub", "Blue Peter", "the Blue Peter, Alvaston"),
        *("behind the Blue Peter pub", "DE24 0JH"),
    ),
    "lidl-alvaston": (
        *("Lidl Alvaston", "Lidl (Alvaston)", "lidl alvastn", "LIDL Alvaston car park"),
        "Lidl, Alvaston",
    ),
    "spider-island-mitre-island-allenton": (
        *("Spider bridge Island", "spider island", "Spider Island Allenton", "Mitre Island"),
        *("mitre island allenton", "Allenton roundabout", "by Spider Bridge"),
    ),
    "peartree-railway-station": ("Peartree stn", "Peartree railway station", "peartree station"),
    "oakwood-centre": ("Oakwood Centre", "Oakwood District Centre", "Co-op Oakwood"),
    "moorways-stadium-and-sports-village": ("Moorways", "Moorways pool", "Moorways stadium"),
    "rollerworld": ("Rollerworld", "roller world", "Rollerworld Derby", "outside Rollerworld"),
    "derby-arena": ("Derby Arena", "velodrome", "Derby Velodrome"),
    "park-farm-centre-allestree": ("Park Farm", "park farm shops", "Park Farm Centre, Allestree"),
    "spondon-village-centre": ("Spondon village centre", "Co-op Spondon"),
    "alvaston-park": ("Alvaston Park", "alvaston pk", "Alvaston Lake"),
    "derby-railway-station": ("train station", "Derby midland stn", "Derby Station"),
    "derbion": ("intu", "Derbion", "westfield shopping centre", "Eagle Centre"),
    "tesco-express-chellaston": ("Tesco Express Chellaston", "Chellaston District Centre"),
    "arboretum-park": ("Arboretum", "Arboretum Park"),
    "tesco-mickleover": ("Tesco Mickleover",),
    "royal-derby-hospital": ("Royal Derby Hospital", "A&E", "royal derby hosp"),
    "tesco-express-allestree": ("Tesco Express Allestree", "Blenheim Parade"),
    "co-op-stenson-road": ("Co-op Stenson Road",),
    "costco-derby": ("Costco Derby",),
    "the-climbing-unit": ("The Climbing Unit",),
    "river-gardens": ("river gdns",),
    # The last one is the same children's home by the postcode's easting and northing.
    "home of others": (
        *(MACKWORTH_HOME.postcode, MACKWORTH_HOME.postcode.lower().replace(" ", "")),
        *(f"children's home {MACKWORTH_HOME.postcode}", f"unit at {MACKWORTH_HOME.postcode}"),
        "432826, 335876",
    ),
    "nottingham": ("Victoria Centre, Nottingham", "Nottingham", "Nottm Victoria Centre"),
    "burton": ("Burton", "Burton town centre", "Burton on Trent"),
}

# Spots whose position a police officer or a phone may have given as easting and northing.
FIXED_SPOTS: frozenset[str] = frozenset(
    {
        *("derby-bus-station", "assembly-rooms-car-park", "markeaton-park", "aldi-alvaston"),
        *("blue-peter-public-house-alvaston", "lidl-alvaston", "rollerworld", "derby-arena"),
        *("spider-island-mitre-island-allenton", "oakwood-centre", "alvaston-park"),
    }
)
# A fix in a park may be anywhere in it; elsewhere it is off by as much as a phone is.
JITTER_M: Mapping[str, float] = {"markeaton-park": 350.0, "alvaston-park": 150.0, "fields": 40.0}
DEFAULT_JITTER_M = 30.0
# Fields south of Sinfin (easting and northing in metres): no building, no place of any list.
FIELDS_M = (436_300.0, 331_200.0)

LAST_SEEN_AT_HOME = (
    *(
        "placement",
        "placement",
        "home",
        "at the unit",
        "bedroom",
        "left via window",
        "Home address",
    ),
    *("care home", "on way to school", "school", "n/k", "not known", "", ""),
)
NOTHING_TOLD = (
    *("", "", "", "n/k", "N/K", "unknown", "not known", "refused to say", "would not say", "?"),
    *("nothing disclosed", "-"),
)
PRIVATE_PLACES = (
    *("friends house", "at a friend's house", "boyfriends flat", "mums", "mum's house", "nans"),
    *(
        "friend\N{RIGHT SINGLE QUOTATION MARK}s address, not given",
        "girlfriend's",
        "mates house",
        "at dads",
    ),
)
VAGUE_PLACES = (
    *(
        "town",
        "the park",
        "aldi",
        "Lidl",
        "the bus stop",
        "the shops",
        "out and about",
        "by the river",
    ),
    *("on the bus", "Osmaston Road", "DE24", "the island", "skate park", "with older friends"),
)
RETURNED = (
    *("returned to placement", "returned of own accord", "returned home", "placement", "home"),
    *("came back by taxi", "", "n/k", "collected by staff", "brought back by police"),
)

PUSH_FACTORS = (
    *("Argument with staff", "Peers in placement", "Unhappy with placement", "Boredom"),
    *("Family contact cancelled", "Worry about court", "School problems", "Boundaries"),
)
PULL_FACTORS = (
    *("Friends", "Boyfriend or girlfriend", "Family", "Older associates", "Cannabis", "Alcohol"),
    *("Wanted freedom", "Online contact"),
)
NOTES = (
    "SYNTHETIC NOTE: invented, about no real child. Marker heron-{number:04d}.",
    "SYNTHETIC NOTE: text that must never travel: marker kestrel-{number:04d}.",
    "SYNTHETIC NOTE: made by a program; marker lapwing-{number:04d}; call nobody.",
)
