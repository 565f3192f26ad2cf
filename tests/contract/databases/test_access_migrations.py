"""Keys and links live through the migrations of access, up and down; nobody gains by them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.access import AccessStore
from hotspots.database import open_engine
from hotspots.database.migration import downgrade
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "hotspots.access"


@pytest.fixture
def taken_down_to(url: str, keys: dict[str, bytes]) -> Callable[[str], AccessStore]:
    """The store after a way down to this version and up again."""

    def go(version: str) -> AccessStore:
        engine = open_engine(url)
        downgrade(engine, PACKAGE, to=version)
        engine.dispose()
        return AccessStore.open(url, **keys)

    return go


@pytest.mark.parametrize("version", ["access_0002", "access_0003"])
def test_keys_and_links_are_kept_and_everybody_signs_in_again(
    access: AccessStore, now: datetime, taken_down_to: Callable[[str], AccessStore], version: str
) -> None:
    given = {"name": "made up", "audience": Audience.PARTNER, "areas": frozenset[str]()}
    day = now + timedelta(days=1)
    plain = access.create_key(**given, expires_at=day, now=now)  # type: ignore[arg-type] - as given
    bound = access.create_key(**given, expires_at=day, now=now, networks=("10.0.0.0/8",))  # type: ignore[arg-type] - as given
    links = [access.create_link(**given, valid_until=day, now=now) for _ in range(2)]  # type: ignore[arg-type] - as given
    session = access.redeem_link(links[0], now=now)
    assert session is not None
    again = taken_down_to(version)
    try:
        assert again.principal_of_key(plain.secret, now=now) is not None
        assert again.principal_of_session(session, now=now) is None
        assert again.redeem_link(links[0], now=now) is None
        assert again.redeem_link(links[1], now=now) is not None
        kept = again.principal_of_key(bound.secret, now=now, address="10.1.1.1")
        # Where networks are not known any more, a bound key must not open from anywhere.
        assert (kept is not None) == (version == "access_0003")
        assert again.principal_of_key(bound.secret, now=now, address="11.1.1.1") is None
        listed = again.keys()
        assert all(entry.holder_id == entry.key_id for entry in listed)
        assert len(listed) == 2
    finally:
        again.close()
