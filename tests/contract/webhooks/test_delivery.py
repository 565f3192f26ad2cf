"""Deliveries to a real receiver: retries, signatures, redirects, time limits, and kills."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sqlalchemy import func, select

from hotspots.client import BadWebhook, verify_webhook
from hotspots.database import reading
from hotspots.errors import ParameterError
from hotspots.period import Period
from hotspots.release import Audience, Release, ShownCount
from hotspots.store import ReleaseStore
from hotspots.webhooks import Courier, Guard, Line, Outcome, Signer, Webhooks
from hotspots.webhooks.delivery import MOST_ATTEMPTS
from hotspots.webhooks.line import _cut
from hotspots.webhooks.tables import DELIVERY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from conftest import Receiver

    from hotspots.webhooks import Delivered, Endpoint

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SIGNER = Signer(b"k" * 32)
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


@dataclass
class Post:
    """The office: an outbox with one endpoint, a receiver, and a clock that is set by hand."""

    url: str
    store: ReleaseStore
    webhooks: Webhooks
    receiver: Receiver
    endpoint: Endpoint
    now: datetime = START

    def courier(self, guard: Guard | None = None) -> Courier:
        allowed = guard or self.receiver.guard
        return Courier(
            webhooks=self.webhooks,
            guard=allowed,
            line=Line(allowed, tls=self.receiver.tls),
            signer=SIGNER,
            clock=lambda: self.now,
            jitter=np.random.default_rng(5),
        )

    def publish(self, title: str = "Synthetic") -> None:
        release = replace(RELEASE, title=title)
        self.store.seal(release, layers={}, sealed_at=self.now, announce=self.webhooks.queue)

    def next_due(self) -> datetime | None:
        """When what waits is due; None if nothing waits."""
        query = select(func.min(DELIVERY.c.due_at)).where(DELIVERY.c.state == "pending")
        with reading(self.webhooks._engine) as connection:
            return connection.scalar(query)

    def deliver(self, within_s: float = 5, guard: Guard | None = None) -> list[Delivered]:
        return list(self.courier(guard).deliver(within_s=within_s))


@pytest.fixture
def post(tmp_path: Path, receiver: Receiver) -> Iterator[Post]:
    url = f"sqlite:///{tmp_path}/releases.sqlite"
    with closing(ReleaseStore.open(url)) as store, closing(Webhooks.open(url)) as webhooks:
        endpoint = webhooks.add(
            receiver.url,
            Audience.PARTNER,
            service_address="https://hotspots.example.gov.uk",
            now=START,
        )
        yield Post(url, store, webhooks, receiver, endpoint)


def test_a_publication_arrives_signed_once(post: Post) -> None:
    post.publish()
    (done,) = post.deliver()
    assert (done.outcome, done.problem) == (Outcome.DELIVERED, "")
    assert post.deliver() == []
    ((path, headers, body),) = post.receiver.got
    assert path == "/told?of=it"
    assert headers["Host"] == post.receiver.host
    secret = SIGNER.secret_of(post.endpoint.webhook_id)
    event = verify_webhook(body, headers, secret=secret, now_s=START.timestamp())
    assert event.digest == RELEASE.digest
    assert event.event_id == headers["Idempotency-Key"]
    # Sent again by somebody who listened, it is old; altered, it is not signed.
    with pytest.raises(BadWebhook, match="old"):
        verify_webhook(body, headers, secret=secret, now_s=START.timestamp() + 600)
    with pytest.raises(BadWebhook, match="secret"):
        verify_webhook(body.replace(b"partner", b"public"), headers, secret=secret)


def test_a_receiver_that_fails_is_asked_again_at_growing_intervals_and_given_up(post: Post) -> None:
    post.receiver.answers = [500]
    post.publish()
    moments, outcomes = [], []
    while due_at := post.next_due():
        post.now = due_at - timedelta(microseconds=1)
        assert post.deliver() == []
        post.now = due_at
        moments.append(due_at)
        outcomes += [one.outcome for one in post.deliver()]
    assert outcomes == [Outcome.LATER] * (MOST_ATTEMPTS - 1) + [Outcome.DEAD]
    pauses_s = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    for number, pause_s in enumerate(pauses_s):
        whole_s = min(60 * 2**number, 6 * 3600)
        assert whole_s / 2 <= pause_s <= whole_s
    assert len({headers["Idempotency-Key"] for _, headers, _ in post.receiver.got}) == 1
    (letter,) = post.webhooks.dead()
    assert (letter.attempts, letter.problem) == (MOST_ATTEMPTS, "status 500")


def test_intervals_are_the_same_for_the_same_generator(post: Post) -> None:
    assert post.courier()._pause_s(3) == post.courier()._pause_s(3)


def test_a_receiver_that_recovers_gets_it(post: Post) -> None:
    post.receiver.answers = [503, 204]
    post.publish()
    assert [one.outcome for one in post.deliver()] == [Outcome.LATER]
    assert post.deliver() == []
    post.now += timedelta(minutes=1)
    assert [one.outcome for one in post.deliver()] == [Outcome.DELIVERED]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(post: Post, status: int) -> None:
    post.receiver.answers = [status]
    post.publish()
    assert [one.problem for one in post.deliver()] == ["redirect"]
    assert len(post.receiver.got) == 1


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A header that never ends, a byte at a time: each read is in time, the whole never is."""
    for _ in range(1000):
        handler.wfile.write(b"H")
        time.sleep(0.02)


def say_nothing(_: BaseHTTPRequestHandler) -> None:
    time.sleep(10)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


def babble(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"this is not HTTP\r\n\r\n")


@pytest.mark.parametrize(
    ("behaviour", "problem", "within_s"),
    [
        (drip, "time", 0.4),
        (say_nothing, "time", 0.4),
        (hang_up, "connection", 10),
        (babble, "answer", 10),
    ],
)
def test_a_receiver_that_misbehaves_is_a_word(
    post: Post,
    behaviour: Any,  # noqa: ANN401 - what handlers do
    problem: str,
    within_s: float,
) -> None:
    post.receiver.answers = [behaviour]
    post.publish()
    began = time.monotonic()
    assert [one.problem for one in post.deliver(within_s=within_s)] == [problem]
    assert time.monotonic() - began < 8


def test_slow_receivers_together_take_no_longer_than_is_allowed(post: Post) -> None:
    for _ in range(3):
        post.webhooks.add(
            post.receiver.url,
            Audience.PARTNER,
            service_address="https://hotspots.example.gov.uk",
            now=START,
        )
    post.receiver.answers = [say_nothing]
    post.publish()
    began = time.monotonic()
    assert [one.outcome for one in post.deliver(within_s=0.4)] == [Outcome.LATER]
    assert time.monotonic() - began < 8
    post.receiver.answers = [204]
    # Those that it did not come to are due at once, the first one is not.
    assert [one.outcome for one in post.deliver()] == [Outcome.DELIVERED] * 3


def test_nobody_there_is_a_word(post: Post) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        url = f"https://localhost:{taken.getsockname()[1]}/"
        guard = replace(post.receiver.guard, hosts=(url[len("https://") : -1],))
        target = guard.target_of(url)
        assert Line(guard).post(target, b"", {}, within_s=5) == "connection"


def test_a_certificate_that_is_not_trusted_is_not_talked_to(post: Post) -> None:
    guard = post.receiver.guard
    line = Line(guard, tls=ssl.create_default_context())
    assert line.post(guard.target_of(post.receiver.url), b"{}", {}, within_s=5) == "tls"
    assert post.receiver.got == []


def test_without_time_nothing_is_sent(post: Post) -> None:
    guard = post.receiver.guard
    target = guard.target_of(post.receiver.url)

    class Slow(Guard):
        def addresses_of(self, target: object, *, within_s: float) -> tuple[str, ...]:
            del target
            time.sleep(within_s)
            return ("127.0.0.1",)

    line = Line(Slow(hosts=guard.hosts), tls=post.receiver.tls)
    assert line.post(target, b"{}", {}, within_s=0.01) == "time"
    post.publish()
    assert post.deliver(within_s=0) == []
    assert post.receiver.got == []


def test_the_alarm_of_a_connection_that_ended_by_itself_does_nothing() -> None:
    with socket.socket() as never_connected:
        _cut(never_connected)
        assert never_connected.fileno() >= 0


def test_an_address_of_our_own_is_not_told_unless_it_is_named(post: Post) -> None:
    post.publish()
    guard = Guard(hosts=(post.receiver.host,))
    assert [one.problem for one in post.deliver(guard=guard)] == ["address"]
    assert post.receiver.got == []


def test_a_host_that_was_taken_off_the_list_is_told_nothing_more(post: Post) -> None:
    post.publish()
    guard = replace(post.receiver.guard, hosts=())
    assert [one.problem for one in post.deliver(guard=guard)] == ["host"]
    assert post.receiver.got == []


def test_a_removed_endpoint_is_told_nothing_more(post: Post) -> None:
    post.publish()
    post.webhooks.remove(post.endpoint.webhook_id, now=post.now)
    assert post.deliver() == []
    with pytest.raises(ParameterError, match="no such webhook"):
        post.courier().test(post.endpoint.webhook_id)
    assert post.receiver.got == []


def test_a_test_is_sent_once_and_waits_for_nothing(post: Post) -> None:
    assert post.courier().test(post.endpoint.webhook_id) == ""
    post.receiver.answers = [500]
    assert post.courier().test(post.endpoint.webhook_id) == "status 500"
    assert post.deliver() == []
    ids = {headers["Idempotency-Key"] for _, headers, _ in post.receiver.got}
    assert len(ids) == 2


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
import numpy as np
from hotspots.webhooks import Courier, Guard, Line, Signer, Webhooks
import ssl, ipaddress

url, host, certificate, moment = sys.argv[1:]
guard = Guard(hosts=(host,), networks=(ipaddress.ip_network("127.0.0.0/8"),))

class Killed(Line):
    def post(self, *arguments, **named):
        super().post(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)  # taken by the receiver, and not yet kept here

courier = Courier(
    webhooks=Webhooks.open(url), guard=guard,
    line=Killed(guard, tls=ssl.create_default_context(cafile=certificate)),
    signer=Signer(b"k" * 32), clock=lambda: datetime.fromisoformat(moment),
    jitter=np.random.default_rng(5),
)
list(courier.deliver(within_s=5))
"""


def test_a_sender_that_is_killed_loses_nothing_and_repeats_itself_under_one_id(post: Post) -> None:
    post.publish()
    given = (post.url, post.receiver.host, str(post.receiver.certificate), post.now.isoformat())
    done = subprocess.run([sys.executable, "-c", KILLED, *given], check=False)  # noqa: S603 - our own words
    assert done.returncode == -signal.SIGKILL
    assert len(post.receiver.got) == 1
    assert post.deliver() == []  # held for a minute by whoever took it
    post.now += timedelta(minutes=1)
    assert [one.outcome for one in post.deliver()] == [Outcome.DELIVERED]
    first, second = (headers["Idempotency-Key"] for _, headers, _ in post.receiver.got)
    assert first == second
