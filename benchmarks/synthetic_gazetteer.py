"""A made-up gazetteer of any size, for measuring: invented names, random positions in Derby.

Names look as British ones do (a stem of two or three syllables, sometimes two of them, and a
kind of place); every third place has an alias, and some a postcode district in it. The same
number and seed give the same places. Nothing in it exists.
"""

from __future__ import annotations

import random

from hotspots.gazetteer import Gazetteer, Place
from hotspots.geo import PointM

_BEGINNINGS = (
    "Al",
    "Ash",
    "Ber",
    "Brad",
    "Cot",
    "Den",
    "Ed",
    "Fal",
    "Gra",
    "Had",
    "Hol",
    "Ing",
    "Kel",
    "Lan",
    "Mar",
    "Mel",
    "Nor",
    "Os",
    "Pem",
    "Quar",
    "Ros",
    "Shel",
    "Stan",
    "Thor",
    "Ul",
    "Ven",
    "Wal",
    "Wick",
    "Yor",
    "Zel",
)
_MIDDLES = (
    "a",
    "ber",
    "den",
    "e",
    "ing",
    "lin",
    "mer",
    "o",
    "ring",
    "sel",
    "ter",
    "wen",
)
_ENDS = (
    "borough",
    "brook",
    "bury",
    "combe",
    "cote",
    "dale",
    "field",
    "ford",
    "ham",
    "hurst",
    "ley",
    "mere",
    "stead",
    "stow",
    "ton",
    "wick",
)
_KINDS = {
    "Park": "park",
    "Road": "street",
    "Street": "street",
    "Lane": "street",
    "Shopping Centre": "shopping centre",
    "Primary School": "school",
    "Railway Station": "transport",
    "Arms": "pub",
    "Library": "library",
    "Supermarket": "supermarket",
    "Community Centre": "community",
    "Leisure Centre": "leisure",
}
_WEST, _SOUTH, _WIDTH_M, _HEIGHT_M = 430_500, 331_000, 9_000, 8_000
_TWO_STEMS, _WITH_ALIAS, _WITH_DISTRICT = 0.5, 3, 9


def synthetic_gazetteer(places: int, *, seed: int = 2021) -> Gazetteer:
    """So many places with names that no two of them share."""
    # Not for secrets: the same seed must give the same places.
    rng = random.Random(seed)  # noqa: S311 - names, not secrets
    kinds = list(_KINDS.items())
    made: dict[str, Place] = {}
    while len(made) < places:
        stems = [_stem(rng) for _ in range(2 if rng.random() < _TWO_STEMS else 1)]
        kind, category = rng.choice(kinds)
        name = " ".join((*stems, kind))
        number = len(made)
        if name in made:
            continue
        east, north = _WEST + rng.random() * _WIDTH_M, _SOUTH + rng.random() * _HEIGHT_M
        made[name] = Place(
            place_id=f"made-up-{number:06d}",
            name=name,
            category=category,
            point=PointM(round(east), round(north)),
            extent_m=60.0,
            accuracy_m=30.0,
            zone="",
            aliases=_aliases(number, name, rng),
        )
    return Gazetteer(made.values(), name=f"synthetic-{places}")


def _stem(rng: random.Random) -> str:
    middles = "".join(rng.choice(_MIDDLES) for _ in range(rng.choice((0, 1, 1, 2))))
    return rng.choice(_BEGINNINGS) + middles + rng.choice(_ENDS)


def _aliases(number: int, name: str, rng: random.Random) -> tuple[str, ...]:
    if number % _WITH_ALIAS:
        return ()
    nickname = f"The {_stem(rng)}{rng.choice(_ENDS)} {rng.choice(('Yard', 'Hall', 'Corner'))}"
    district = f"{name} DE{rng.randrange(1, 80)}"
    return (nickname, district) if number % _WITH_DISTRICT == 0 else (nickname,)
