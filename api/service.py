"""What the routes work with, put together once by `create_app`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from api.briefs import Briefs
    from api.compression import Compression
    from api.kept import KeptAnswers
    from api.limits import Limits
    from api.maps import Maps
    from api.metrics import Metrics
    from api.oidc import Organisation
    from api.pages import Pages
    from api.products import Products
    from api.readiness import Readiness
    from api.shelf import Shelf
    from hotspots.access import AccessStore
    from hotspots.settings import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The service's parts. The store of releases is not among them: `shelf` reads it.

    `organisation` is the identity provider that people may sign in with, if there is one.
    """

    settings: ServiceSettings
    access: AccessStore
    limits: Limits
    shelf: Shelf
    kept: KeptAnswers
    compression: Compression
    maps: Maps
    briefs: Briefs
    products: Products
    pages: Pages
    readiness: Readiness
    metrics: Metrics
    clock: Callable[[], datetime]
    organisation: Organisation | None
