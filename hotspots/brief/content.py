"""What a brief says, before it is a page or a file: words and one drawing, nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from hotspots.brief import wording
from hotspots.brief.areas import AreaKind
from hotspots.brief.drawing import draw
from hotspots.brief.wording import counted, plain, when_of
from hotspots.errors import ParameterError
from hotspots.period import Period

if TYPE_CHECKING:
    from hotspots.brief.ground import Area, Ground
    from hotspots.release import Release, ReleasedHotspot


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefTerms:
    """What the people who publish decide: whom to call, one line each, and how long it holds.

    `valid_days` counts from the period's end. A year is our judgement: by then two
    half-years have followed, and a figure so old misleads.

    Raises:
        ParameterError: `valid_days` is below 1.
    """

    contacts: tuple[str, ...] = ()
    valid_days: int = 365

    def __post_init__(self) -> None:
        if self.valid_days < 1:
            msg = "A brief must hold for at least a day: set valid_days to 1 or more."
            raise ParameterError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """One place of the list, in words; `number` is the one on the map, from 1.

    `where` says of a saved area's place whether it is in it or near; empty for a ward's.
    """

    number: int
    hotspot_id: str
    name: str
    kind: str
    where: str
    zone: str
    episodes: str
    episodes_shown: int | None
    children: str
    when: str
    direction: str
    actions: tuple[str, ...]
    agreed: tuple[str, ...]
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaBrief:
    """All that every format of a brief is made from.

    `digest` is that of the area's own part of the release: the whole's would let a
    reader try out what the other areas hold. `map_svg` is a whole SVG document.
    """

    code: str
    name: str
    kind: str
    audience: str
    readers: str
    classification: str
    banner: str
    first: date
    last: date
    period: str
    expires: date
    lead: str
    places: tuple[PlaceLine, ...]
    when: str
    notices: tuple[str, ...]
    former: str
    contacts: tuple[str, ...]
    map_svg: str
    map_text: str
    attribution: tuple[str, ...]
    digest: str

    @property
    def title(self) -> str:
        """`Area brief: Arboretum`."""
        return f"Area brief: {self.name}"

    @property
    def heading(self) -> str:
        """Above the places: a ward's are in it, a saved area's near it as well."""
        is_ward = self.kind == AreaKind.WARD.value
        return "Places in this area" if is_ward else "Places in and near this area"

    @property
    def foot(self) -> str:
        """`School A1B2C3D4E5. Digest 0a1b…`: what names this brief and no other."""
        return f"{self.kind.capitalize()} {self.code}. Digest {self.digest}"

    @property
    def expiry(self) -> str:
        """The last day on which it may be used, for people."""
        return _day(self.expires)

    @property
    def has_when(self) -> bool:
        """Whether any place has months or times of day that may be shown."""
        return any(place.when for place in self.places)

    def to_bytes(self) -> bytes:
        """UTF-8 JSON, for handing a brief to the program that makes its files."""
        return json.dumps(asdict(self), sort_keys=True, default=date.isoformat).encode()

    @property
    def follow_up(self) -> tuple[tuple[str, str], ...]:
        """Each place of which something is told: its name, which way it goes, what is done."""
        said = (
            (place.name, wording.follow_up(place.direction, place.actions, place.agreed))
            for place in self.places
        )
        return tuple((name, text) for name, text in said if text)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The brief that `to_bytes` wrote."""
        raw = json.loads(data)
        texts = {name: tuple(raw[name]) for name in ("notices", "contacts", "attribution")}
        days = {name: date.fromisoformat(raw[name]) for name in ("first", "last", "expires")}
        places = tuple(_place_from(place) for place in raw["places"])
        return cls(**(raw | texts | days | {"places": places}))


def _place_from(raw: dict[str, Any]) -> PlaceLine:
    return PlaceLine(**(raw | {name: tuple(raw[name]) for name in ("actions", "agreed")}))


def area_brief(
    release: Release, ground: Ground, code: str, *, terms: BriefTerms | None = None
) -> AreaBrief | None:
    """The brief of one area, or None if the code is not one of the fixed areas'.

    Nothing of another area can be in it: it is made from `Ground.part_of` of this one alone,
    even if a larger part of the release is passed in.

    Args:
        release: what the audience may see.
        ground: the areas it was sealed with.
        code: an area's code.
        terms: whom to call and how long it holds.

    Raises:
        ParameterError: the release is for an audience that is told nothing of areas.
    """
    area = ground.area(code)
    if release.audience not in wording.AUDIENCE_WORDS:
        msg = f"No briefs are made for {release.audience.value}: it is told nothing of areas."
        raise ParameterError(msg)
    if area is None:
        return None
    return _brief(ground.part_of(release, frozenset({code})), ground, area, terms or BriefTerms())


def _brief(own: Release, ground: Ground, area: Area, terms: BriefTerms) -> AreaBrief:
    places = tuple(_line(number, one, area) for number, one in enumerate(own.hotspots, start=1))
    sources = dict.fromkeys((*own.attribution, ground.attribution))
    return AreaBrief(
        code=area.code,
        name=area.name,
        kind=area.kind.value,
        audience=own.audience.value,
        readers=wording.AUDIENCE_WORDS[own.audience],
        classification=plain(own.classification),
        banner=plain(own.banner),
        first=own.period.first,
        last=own.period.last,
        period=own.period.in_words,
        expires=own.period.last + timedelta(days=terms.valid_days),
        lead=_lead(own, area),
        places=places,
        when="" if any(place.when for place in places) else wording.WHEN_NOT_SHOWN,
        notices=(*(plain(notice) for notice in own.notices), *_not_said(own)),
        former=_former(own),
        contacts=_contacts(terms),
        map_svg=draw(area, ground.wards, own.hotspots),
        map_text=wording.map_in_words(area.name, tuple(place.name for place in places)),
        attribution=tuple(plain(text) for text in sources if text),
        digest=own.digest,
    )


def _lead(own: Release, area: Area) -> str:
    if not own.is_for_its_period:
        return wording.NOT_THIS_PERIOD
    if not own.hotspots:
        return wording.NONE_IN_OR_NEAR if area.is_saved else wording.NO_PLACE_SHOWN
    return f"{wording.PLACES_SHOWN} {wording.near_in_words(area.near_m)}".rstrip()


def _not_said(own: Release) -> tuple[str, ...]:
    """What a reader might look for and not find, in words that do not depend on the data."""
    compared = () if own.comparison else (wording.NOTHING_TO_COMPARE,)
    return (*compared, wording.NOT_EVERY_ACTION)


def _former(own: Release) -> str:
    """The places of this area that the earlier brief shows and this one does not."""
    if own.comparison is None or not own.comparison.former:
        return ""
    names = tuple(plain(one.name) for one in own.comparison.former)
    return wording.no_longer_shown(names, own.comparison.period.in_words)


def _contacts(terms: BriefTerms) -> tuple[str, ...]:
    lines = tuple(plain(line) for line in terms.contacts if line.strip())
    return (wording.IN_DANGER, *(lines or (wording.NO_CONTACT,)))


def _line(number: int, hotspot: ReleasedHotspot, area: Area) -> PlaceLine:
    return PlaceLine(
        number=number,
        hotspot_id=hotspot.hotspot_id,
        name=plain(hotspot.name),
        kind=plain(hotspot.category),
        where=_where(hotspot, area),
        zone=plain(hotspot.zone),
        episodes=counted(hotspot.episodes),
        episodes_shown=hotspot.episodes.value,
        children=counted(hotspot.children),
        when=when_of(hotspot),
        direction="" if hotspot.direction is None else plain(hotspot.direction.text),
        actions=tuple(wording.action_of(action) for action in hotspot.actions),
        agreed=tuple(plain(text) for text in hotspot.agreed),
        lon=hotspot.position.lon,
        lat=hotspot.position.lat,
    )


def _where(hotspot: ReleasedHotspot, area: Area) -> str:
    if not area.is_saved:
        return ""
    return wording.NEAR_THE_AREA if area.distance_m(hotspot.position) else wording.IN_THE_AREA


def _day(day: date) -> str:
    return Period(first=day, last=day).in_words.partition(" to ")[0]
