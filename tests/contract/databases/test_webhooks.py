"""Endpoints and the outbox, on both databases, in the transaction of the releases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.database import open_engine, reading
from hotspots.database.migration import downgrade
from hotspots.errors import ParameterError
from hotspots.period import Period
from hotspots.release import Audience, Release, ShownCount
from hotspots.webhooks import Webhooks
from hotspots.webhooks.records import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from hotspots.store import ReleaseStore
    from hotspots.webhooks import Endpoint

SERVICE = "https://hotspots.example.gov.uk"
HOLD = timedelta(minutes=1)
RELEASE = Release(
    audience=Audience.PARTNER,
    period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
    title="Synthetic",
    classification="OFFICIAL",
    policy_version="test-1",
    banner="SYNTHETIC DATA",
    notices=(),
    total_episodes=ShownCount(text="about 25", value=25),
    hotspots=(),
    zones=(),
)
PUBLIC = replace(RELEASE, audience=Audience.PUBLIC)


@pytest.fixture
def webhooks(url: str, store: ReleaseStore) -> Iterator[Webhooks]:
    del store  # its tables come first, as they do in life
    opened = Webhooks.open(url)
    yield opened
    opened.close()


def added(webhooks: Webhooks, now: datetime, audience: Audience = Audience.PARTNER) -> Endpoint:
    return webhooks.add("https://hooks.example.org/", audience, service_address=SERVICE, now=now)


def seal(store: ReleaseStore, webhooks: Webhooks, *releases: Release, at: datetime) -> None:
    store.seal(*releases, layers={}, sealed_at=at, announce=webhooks.queue)


def waiting(webhooks: Webhooks) -> list[int]:
    return [one.pending for one in webhooks.standings()]


def test_a_publication_is_queued_for_its_audience_alone(
    store: ReleaseStore, webhooks: Webhooks, now: datetime
) -> None:
    partner = added(webhooks, now)
    public = added(webhooks, now + timedelta(seconds=1), Audience.PUBLIC)
    seal(store, webhooks, RELEASE, at=now)
    assert waiting(webhooks) == [1, 0]
    letter = webhooks.take(now=now, hold=HOLD)
    assert letter is not None
    assert letter.endpoint == partner
    assert RELEASE.digest.encode() in letter.body
    seal(store, webhooks, PUBLIC, at=now)
    other = webhooks.take(now=now, hold=HOLD)
    assert other is not None
    assert other.endpoint == public
    assert other.event_id != letter.event_id


def test_what_is_the_latest_already_is_no_news_and_an_earlier_one_is(
    store: ReleaseStore, webhooks: Webhooks, now: datetime
) -> None:
    added(webhooks, now)
    newer = replace(RELEASE, title="Newer")
    counts = []
    for number, release in enumerate((RELEASE, RELEASE, newer, newer, RELEASE)):
        seal(store, webhooks, release, at=now + timedelta(minutes=number))
        counts += waiting(webhooks)
    assert counts == [1, 1, 2, 2, 3]


def test_release_and_event_are_kept_together_or_not_at_all(
    store: ReleaseStore, webhooks: Webhooks, now: datetime
) -> None:
    added(webhooks, now)

    def killed(connection: Connection, releases: tuple[Release, ...], moment: datetime) -> None:
        webhooks.queue(connection, releases, moment)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.seal(RELEASE, layers={}, sealed_at=now, announce=killed)
    assert store.latest(Audience.PARTNER) is None
    assert waiting(webhooks) == [0]


def test_without_endpoints_nothing_is_queued(
    store: ReleaseStore, webhooks: Webhooks, now: datetime
) -> None:
    seal(store, webhooks, RELEASE, at=now)
    added(webhooks, now)
    assert webhooks.take(now=now, hold=HOLD) is None


def test_what_is_held_comes_up_again_if_nothing_is_heard_of_it(
    store: ReleaseStore, webhooks: Webhooks, now: datetime
) -> None:
    added(webhooks, now)
    seal(store, webhooks, RELEASE, at=now)
    first = webhooks.take(now=now, hold=HOLD)
    assert webhooks.take(now=now + HOLD / 2, hold=HOLD) is None
    again = webhooks.take(now=now + HOLD, hold=HOLD)
    assert first is not None
    assert again is not None
    assert (again.event_id, again.body) == (first.event_id, first.body)
    assert (first.attempts, again.attempts) == (1, 2)
    webhooks.settle(again, State.DELIVERED, problem="", due_at=now)
    assert webhooks.take(now=now + timedelta(days=1), hold=HOLD) is None


def test_of_several_senders_each_delivery_is_one_s(
    url: str, store: ReleaseStore, webhooks: Webhooks, now: datetime
) -> None:
    for _ in range(20):
        added(webhooks, now)
    seal(store, webhooks, RELEASE, at=now)

    def take_all() -> list[str]:
        with closing(Webhooks.open(url)) as own:
            taken = []
            while (letter := own.take(now=now, hold=HOLD)) is not None:
                taken.append(letter.delivery_id)
            return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [one for each in pool.map(lambda _: take_all(), range(4)) for one in each]
    assert len(taken) == len(set(taken)) == 20


def test_a_removed_endpoint_is_told_nothing_more(
    store: ReleaseStore, webhooks: Webhooks, now: datetime
) -> None:
    endpoint = added(webhooks, now)
    seal(store, webhooks, RELEASE, at=now)
    letter = webhooks.take(now=now, hold=HOLD)
    assert letter is not None
    assert webhooks.remove(endpoint.webhook_id, now=now)
    assert not webhooks.remove(endpoint.webhook_id, now=now)
    # What was being sent when it was removed does not come back because it failed.
    webhooks.settle(letter, State.PENDING, problem="time", due_at=now)
    assert webhooks.take(now=now + timedelta(days=1), hold=HOLD) is None
    assert webhooks.find(endpoint.webhook_id) is None
    seal(store, webhooks, replace(RELEASE, title="Newer"), at=now + timedelta(days=1))
    (standing,) = webhooks.standings()
    assert (standing.pending, standing.withdrawn_at) == (0, now)


def test_what_was_given_up_is_listed_and_can_be_tried_again(
    store: ReleaseStore, webhooks: Webhooks, now: datetime
) -> None:
    kept, removed = added(webhooks, now), added(webhooks, now)
    seal(store, webhooks, RELEASE, at=now)
    while (letter := webhooks.take(now=now, hold=HOLD)) is not None:
        webhooks.settle(letter, State.DEAD, problem="status 500", due_at=now)
    assert [one.problem for one in webhooks.dead()] == ["status 500"] * 2
    assert [one.dead for one in webhooks.standings()] == [1, 1]
    webhooks.remove(removed.webhook_id, now=now)
    later = now + timedelta(days=2)
    assert webhooks.revive(now=later) == 1
    again = webhooks.take(now=later, hold=HOLD)
    assert again is not None
    assert (again.endpoint, again.attempts) == (kept, 1)


def test_a_brief_has_no_webhook_and_there_are_not_too_many(
    webhooks: Webhooks, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ParameterError, match="partner, public"):
        added(webhooks, now, Audience.BRIEF)
    monkeypatch.setattr("hotspots.webhooks.outbox._MOST_ENDPOINTS", 1)
    first = added(webhooks, now)
    with pytest.raises(ParameterError, match="Remove one"):
        added(webhooks, now)
    webhooks.remove(first.webhook_id, now=now)
    second = added(webhooks, now)
    assert webhooks.find(second.webhook_id) == second


def test_the_tables_come_and_go_without_touching_the_releases(
    url: str, store: ReleaseStore, webhooks: Webhooks, now: datetime
) -> None:
    added(webhooks, now)
    seal(store, webhooks, RELEASE, at=now)
    engine = open_engine(url)
    try:
        downgrade(engine, "hotspots.webhooks", to="base")
        with reading(engine) as connection:
            tables = set(engine.dialect.get_table_names(connection))
        assert "webhook" not in tables
        assert "webhook_delivery" not in tables
    finally:
        engine.dispose()
    store.check()
    again = Webhooks.open(url)
    assert again.standings() == ()
    again.close()
    latest = store.latest(Audience.PARTNER)
    assert latest is not None
    assert latest.release == RELEASE
