"""Open street-level records: places and categories, with no person in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.geo import PointM


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRecord:
    """One published record; `month` is `YYYY-MM`, `location` the publisher's own label."""

    record_id: str
    category: str
    month: str
    point: PointM
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCluster:
    """Records of one category that DBSCAN put together."""

    category: str
    number: int
    records: tuple[OpenRecord, ...]
