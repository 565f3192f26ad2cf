"""A release: immutable, and named by the SHA-256 of its canonical bytes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Self

from hotspots.errors import ParameterError, StoreError
from hotspots.period import Period  # noqa: TC001 - not for typing alone: people inspect the fields
from hotspots.release.parts import (
    Audience,
    Comparison,
    ReleasedHotspot,
    ReleasedZone,
    ShownCount,
    Withheld,
)
from hotspots.release.reading import (
    SINCE_FORMAT_2,
    WHERE_TOLD,
    comparison_from,
    count_from,
    hotspot_from,
    period_from,
    zone_from,
)

FORMAT_VERSION = 2
_FORMATS_READ = (1, FORMAT_VERSION)
NOTHING_YET = "Nothing is shown here"
"""How the notice begins that a period is not, or not yet, one that the audience is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """All that one audience may see of one period.

    `banner` marks synthetic data and is shown on everything. `notices` are sentences
    for people about what is and is not shown. `total_episodes` is the whole city's.
    `layers` names what its map is drawn on (wards, a context layer) with the SHA-256 of
    each, so that a map too is a function of what the digest names. `comparison` names the
    release that the hotspots' directions are beside, if there is one.
    """

    audience: Audience
    period: Period
    title: str
    classification: str
    policy_version: str
    banner: str
    notices: tuple[str, ...]
    total_episodes: ShownCount
    hotspots: tuple[ReleasedHotspot, ...]
    zones: tuple[ReleasedZone, ...]
    attribution: tuple[str, ...] = ()
    layers: tuple[tuple[str, str], ...] = ()
    comparison: Comparison | None = None
    format_version: int = field(default=FORMAT_VERSION)

    def canonical_bytes(self) -> bytes:
        """UTF-8 JSON with sorted keys and no spaces: the bytes that the digest names."""
        return json.dumps(
            self._as_dict(),
            sort_keys=True,
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
            default=_plain,
        ).encode()

    def _as_dict(self) -> dict[str, Any]:
        """A release of the first format has none of the words that came with the second.

        What is agreed about a place stands only where it is told: a release that tells
        nothing of it has the bytes, and so the digest, that it had before there was any.
        """
        raw = asdict(self)
        for hotspot in raw["hotspots"]:
            if not hotspot[WHERE_TOLD]:
                del hotspot[WHERE_TOLD]
        if self.format_version == 1:
            del raw["comparison"]
            for hotspot in raw["hotspots"]:
                for name in SINCE_FORMAT_2:
                    del hotspot[name]
        return raw

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical_bytes()).hexdigest()

    @property
    def is_for_its_period(self) -> bool:
        """Whether its audience is shown this period at all: the calendar decides, not the data."""
        return not any(notice.startswith(NOTHING_YET) for notice in self.notices)

    def for_areas(
        self, codes: frozenset[str], *, hotspot_ids: frozenset[str] = frozenset()
    ) -> Self:
        """The same release cut down to the hotspots of these areas, with their zones.

        Zone figures and the city's are dropped: what the areas show could be subtracted.

        Args:
            codes: the wards'.
            hotspot_ids: hotspots that are kept wherever they lie, for areas that are no wards.
        """
        kept = tuple(
            h
            for h in self.hotspots
            if h.hotspot_id in hotspot_ids or (h.area is not None and h.area.code in codes)
        )
        ids = {h.hotspot_id for h in kept}
        hidden = ShownCount(text=Withheld.NOT_FOR_AUDIENCE.value, reason=Withheld.NOT_FOR_AUDIENCE)
        zones = tuple(
            replace(zone, hotspot_ids=own, episodes=hidden)
            for zone in self.zones
            if (own := tuple(i for i in zone.hotspot_ids if i in ids))
        )
        comparison = (
            None
            if self.comparison is None
            else self.comparison.for_areas(codes, hotspot_ids=hotspot_ids)
        )
        return replace(
            self, hotspots=kept, zones=zones, total_episodes=hidden, comparison=comparison
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The release that these canonical bytes describe.

        Raises:
            StoreError: the bytes are of another format version or not a release.
        """
        try:
            raw = json.loads(data)
            version = raw["format_version"]
            if version not in _FORMATS_READ:
                raise StoreError(
                    f"This release has format {version}, "
                    f"this program reads formats 1 to {FORMAT_VERSION}."
                )
            return cls(
                audience=Audience(raw["audience"]),
                period=period_from(raw["period"]),
                title=raw["title"],
                classification=raw["classification"],
                policy_version=raw["policy_version"],
                banner=raw["banner"],
                notices=tuple(raw["notices"]),
                total_episodes=count_from(raw["total_episodes"]),
                hotspots=tuple(hotspot_from(h) for h in raw["hotspots"]),
                zones=tuple(zone_from(z) for z in raw["zones"]),
                attribution=tuple(raw["attribution"]),
                layers=tuple((name, checksum) for name, checksum in raw["layers"]),
                comparison=comparison_from(raw.get("comparison")),
                format_version=version,
            )
        except (ValueError, KeyError, TypeError, ParameterError) as error:
            msg = "A stored release cannot be read: its bytes are not those of a release."
            raise StoreError(msg) from error


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    msg = f"no canonical form for {type(value).__name__}"
    raise TypeError(msg)
