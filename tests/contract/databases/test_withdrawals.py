"""A release that is taken back is shown to nobody, and the one before it is the latest again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError
from hotspots.release import Audience, Release

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.store import ReleaseStore

    MakeRelease = Callable[..., Release]

WHY = {"by": "MPC", "reason": "wrong boundaries"}


@pytest.fixture
def two(store: ReleaseStore, release: MakeRelease, now: datetime) -> tuple[str, str]:
    (old,) = store.seal(release("Old"), layers={"wards": b"{}"}, sealed_at=now)
    (new,) = store.seal(release("New"), layers={"wards": b"{}"}, sealed_at=now + timedelta(days=1))
    return old, new


def latest(store: ReleaseStore) -> str | None:
    found = store.latest(Audience.PARTNER)
    return None if found is None else found.digest


def test_nobody_is_shown_it(store: ReleaseStore, two: tuple[str, str], now: datetime) -> None:
    old, new = two
    mark = store.mark(Audience.PARTNER)
    store.withdraw(new, **WHY, at=now + timedelta(days=2))
    assert latest(store) == old
    assert [one.digest for one in store.list(Audience.PARTNER)] == [old]
    assert store.get(new) is None
    assert store.layer(new, "wards") is None
    assert store.layer(old, "wards") == b"{}"
    assert store.mark(Audience.PARTNER) != mark
    store.withdraw(old, **WHY, at=now + timedelta(days=2))
    assert latest(store) is None
    store.check()


def test_published_again_it_is_shown_again(
    store: ReleaseStore, two: tuple[str, str], release: MakeRelease, now: datetime
) -> None:
    _, new = two
    for day in (2, 4):
        store.withdraw(new, **WHY, at=now + timedelta(days=day))
        assert store.get(new) is None
        again = now + timedelta(days=day + 1)
        assert store.seal(release("New"), layers={"wards": b"{}"}, sealed_at=again) == (new,)
        assert latest(store) == new


def test_withdrawing_takes_a_shown_release_a_name_and_a_reason(
    store: ReleaseStore, two: tuple[str, str], now: datetime
) -> None:
    old, new = two
    store.withdraw(new, **WHY, at=now)
    for digest in (new, "0" * 64, ""):
        with pytest.raises(ParameterError, match="No release"):
            store.withdraw(digest, **WHY, at=now)
    for said in ({"by": " "}, {"reason": ""}, {"reason": "x" * 501}):
        with pytest.raises(ParameterError, match="who takes it back and why"):
            store.withdraw(old, **(WHY | said), at=now)
    assert latest(store) == old
