"""Share links: a few days, a few views, one release; kept as codes, ended at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.access import AccessStore, Grant, NewShare, ShareTerms
from hotspots.errors import ParameterError
from hotspots.release import Audience

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "ab" * 32
AREAS = frozenset({"E05001770"})
GRANT = Grant(name="A. Councillor (made up)", audience=Audience.BRIEF, areas=AREAS)
DAY = timedelta(days=1)


def terms(now: datetime, **changes: Any) -> ShareTerms:  # noqa: ANN401 - any field
    given: dict[str, Any] = {
        "grant": GRANT,
        "digest": DIGEST,
        "valid_until": now + DAY,
        "most_views": 2,
    }
    return ShareTerms(**(given | changes))


def new_share(access: AccessStore, now: datetime, **changes: Any) -> NewShare:  # noqa: ANN401 - any field
    return access.shares.create(terms(now, **changes), now=now)


def test_a_link_opens_as_often_as_was_said(access: AccessStore, now: datetime) -> None:
    made = new_share(access, now)
    visits = [access.shares.open(made.token, now=now) for _ in range(3)]
    assert visits[0] is not None
    assert visits[1] is not None
    assert visits[2] is None
    assert visits[0].token != visits[1].token
    visitor = access.shares.visitor(visits[0].token, now=now)
    assert visitor is not None
    assert (visitor.principal_id, visitor.kind, visitor.digest) == (made.share_id, "share", DIGEST)
    assert (visitor.audience, visitor.areas) == (Audience.BRIEF, AREAS)


def test_of_many_who_come_for_the_last_view_one_gets_it(access: AccessStore, now: datetime) -> None:
    made, together = new_share(access, now, most_views=1), Barrier(4)

    def enter(_: int) -> bool:
        together.wait()
        return access.shares.open(made.token, now=now) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(enter, range(4))) == 1
    assert access.shares.entries()[0].views == 1


def test_a_link_and_its_visits_end_with_its_days(access: AccessStore, now: datetime) -> None:
    made = new_share(access, now)
    end = now + DAY
    opened = access.shares.open(made.token, now=end - timedelta(minutes=1))
    assert opened is not None
    assert access.shares.visitor(opened.token, now=end - timedelta(seconds=1)) is not None
    assert access.shares.visitor(opened.token, now=end) is None
    assert access.shares.open(made.token, now=end) is None


def test_a_revoked_link_is_dead_at_once_with_its_visits(access: AccessStore, now: datetime) -> None:
    made, other = new_share(access, now), new_share(access, now)
    opened = access.shares.open(made.token, now=now)
    assert opened is not None
    assert access.shares.revoke(made.share_id, now=now)
    assert access.shares.visitor(opened.token, now=now) is None
    assert access.shares.open(made.token, now=now) is None
    assert not access.shares.revoke(made.share_id, now=now)
    assert access.shares.open(other.token, now=now) is not None


def test_visits_are_short_and_cleared_away(access: AccessStore, now: datetime) -> None:
    made = new_share(access, now)
    opened = access.shares.open(made.token, now=now)
    assert opened is not None
    assert access.shares.visitor(opened.token, now=now + timedelta(minutes=30)) is None
    access.shares.open(made.token, now=now + timedelta(minutes=30))
    assert access.shares.visitor(opened.token, now=now) is None, "gone for good"


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": timedelta(0)},
        {"valid_until": timedelta(days=7, seconds=1)},
        {"most_views": 0},
        {"most_views": 21},
        {"digest": DIGEST[:-1]},
        {"digest": DIGEST.upper()},
    ],
)
def test_links_that_open_too_much_are_not_made(
    access: AccessStore, now: datetime, changes: dict[str, Any]
) -> None:
    if "valid_until" in changes:
        changes = {"valid_until": now + changes["valid_until"]}
    with pytest.raises(ParameterError):
        new_share(access, now, **changes)
    assert access.shares.entries() == ()


def test_tokens_of_other_kinds_and_of_other_links_open_nothing(
    access: AccessStore, now: datetime
) -> None:
    one, other = new_share(access, now), new_share(access, now)
    opened = access.shares.open(one.token, now=now)
    assert opened is not None
    wrong = other.token.replace(other.share_id, one.share_id)
    for token in (wrong, opened.token, "", "hsh_x", "\ud800", one.token + "0"):
        assert access.shares.open(token, now=now) is None
        assert access.shares.id_of(token) is None
    for token in (one.token, "", "hsv_x"):
        assert access.shares.visitor(token, now=now) is None
    assert access.principal_of_key(one.token, now=now) is None
    assert access.principal_of_session(opened.token, now=now) is None
    assert [entry.views for entry in access.shares.entries()].count(1) == 1


def test_links_are_listed_without_their_secrets(
    access: AccessStore, now: datetime, tmp_path: Path
) -> None:
    made = new_share(access, now)
    opened = access.shares.open(made.token, now=now)
    assert opened is not None
    (entry,) = access.shares.entries()
    assert (entry.share_id, entry.recipient) == (made.share_id, "A. Councillor (made up)")
    assert (entry.digest, entry.views, entry.most_views) == (DIGEST, 1, 2)
    said = repr((entry, made, opened)) + str([p.read_bytes() for p in tmp_path.glob("test.db*")])
    for token in (made.token, opened.token):
        assert token.split("_")[-2] not in said
