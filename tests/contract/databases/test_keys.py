"""API keys: shown once, kept as codes, ended by time or by hand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from hotspots.access import AccessStore, KeyEntry, NewKey
from hotspots.database import open_engine
from hotspots.errors import ParameterError
from hotspots.release import Audience

if TYPE_CHECKING:
    from pathlib import Path

AREAS = frozenset({"E05001770", "E05001771"})


def new_key(access: AccessStore, now: datetime, **changes: Any) -> NewKey:  # noqa: ANN401 - any argument
    given: dict[str, Any] = {
        "name": "Police (made up)",
        "audience": Audience.PARTNER,
        "areas": frozenset(),
        "expires_at": now + timedelta(days=90),
        "now": now,
    }
    return access.create_key(**(given | changes))


def test_key_opens_what_it_was_made_for(access: AccessStore, now: datetime) -> None:
    made = new_key(access, now, audience=Audience.BRIEF, areas=AREAS)
    principal = access.principal_of_key(made.secret, now=now)
    assert principal is not None
    assert principal.principal_id == made.key_id
    assert principal.name == "Police (made up)"
    assert (principal.audience, principal.areas, principal.kind) == (Audience.BRIEF, AREAS, "key")


def test_key_ends_by_itself(access: AccessStore, now: datetime) -> None:
    made = new_key(access, now, expires_at=now + timedelta(hours=1))
    last = now + timedelta(hours=1) - timedelta(microseconds=1)
    assert access.principal_of_key(made.secret, now=last) is not None
    assert access.principal_of_key(made.secret, now=now + timedelta(hours=1)) is None


def test_revoked_key_is_dead_at_once_and_the_others_live(
    access: AccessStore, now: datetime
) -> None:
    old, rotated = new_key(access, now), new_key(access, now)
    assert access.revoke_key(old.key_id, now=now)
    assert access.principal_of_key(old.secret, now=now) is None
    assert access.principal_of_key(rotated.secret, now=now) is not None
    assert not access.revoke_key(old.key_id, now=now + timedelta(days=1))
    assert not access.revoke_key("nobody12", now=now)


def test_keys_are_listed_without_their_secrets(access: AccessStore, now: datetime) -> None:
    first = new_key(access, now)
    second = new_key(
        access, now + timedelta(minutes=1), name="School", audience=Audience.BRIEF, areas=AREAS
    )
    access.revoke_key(first.key_id, now=now + timedelta(minutes=2))
    listed = access.keys()
    assert [key.key_id for key in listed] == [first.key_id, second.key_id]
    assert listed[0].revoked_at == now + timedelta(minutes=2)
    assert listed[1] == KeyEntry(
        key_id=second.key_id,
        holder_id=second.key_id,
        name="School",
        audience=Audience.BRIEF,
        areas=AREAS,
        networks=(),
        created_at=now + timedelta(minutes=1),
        expires_at=now + timedelta(days=90, minutes=1),
        revoked_at=None,
    )
    assert second.secret not in repr((listed, second))


@pytest.mark.parametrize(
    "changes",
    [
        {"expires_at": timedelta(0)},
        {"expires_at": timedelta(days=-1)},
        {"expires_at": timedelta(days=366, seconds=1)},
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 201},
        {"name": "line\nbreak"},
        {"audience": Audience.BRIEF},
        {"areas": frozenset({""})},
    ],
)
def test_unsafe_keys_are_not_made(
    access: AccessStore, now: datetime, changes: dict[str, Any]
) -> None:
    if "expires_at" in changes:
        changes = {"expires_at": now + changes["expires_at"]}
    with pytest.raises(ParameterError):
        new_key(access, now, **changes)
    assert access.keys() == ()


def test_naive_end_is_refused(access: AccessStore, now: datetime) -> None:
    with pytest.raises(ParameterError):
        new_key(access, now, expires_at=(now + timedelta(days=1)).replace(tzinfo=None))


def test_wrong_secret_of_a_known_id_opens_nothing(access: AccessStore, now: datetime) -> None:
    one, other = new_key(access, now), new_key(access, now)
    elsewhere = new_key(access, now)
    stolen_id = other.secret.replace(other.key_id, one.key_id)
    for wrong in (
        stolen_id,
        one.secret[:-1],
        one.secret + "0",
        one.secret.lower(),
        f" {one.secret}",
        f"{one.secret}\n",
        "",
        "hsp__",
        "hsp_ٱbcdefgh_" + "0" * 43 + "_000000",
        "\ud800" * 63,
    ):
        assert access.principal_of_key(wrong, now=now) is None
    assert access.principal_of_key(elsewhere.secret, now=now) is not None


def test_right_checksum_is_not_enough(
    access: AccessStore, url: str, keys: dict[str, bytes], now: datetime
) -> None:
    made = new_key(access, now)
    peppered = AccessStore.open(url, **(keys | {"pepper": b"q" * 32}))
    assert peppered.principal_of_key(made.secret, now=now) is None
    peppered.close()


def test_no_secret_is_in_the_database(
    access: AccessStore, url: str, now: datetime, tmp_path: Path
) -> None:
    made = new_key(access, now)
    link = access.create_link(
        name="x",
        audience=Audience.PARTNER,
        areas=frozenset(),
        valid_until=now + timedelta(days=1),
        now=now,
    )
    session = access.redeem_link(link, now=now)
    assert session is not None
    engine = open_engine(url)
    with engine.connect() as connection:
        tables = ("api_key", "sign_in_link", "sign_in_session")
        said = str([connection.execute(text(f"SELECT * FROM {t}")).all() for t in tables])  # noqa: S608 - fixed names
    engine.dispose()
    said += str([path.read_bytes() for path in tmp_path.glob("test.db*")])
    for token in (made.secret, link, session):
        assert token.split("_")[-2] not in said


def test_short_server_keys_are_refused(url: str) -> None:
    for pepper, audit_key in ((b"p" * 31, b"a" * 32), (b"p" * 32, b"")):
        with pytest.raises(ParameterError):
            AccessStore.open(url, pepper=pepper, audit_key=audit_key)


WEEK = timedelta(days=7)


def rotated(access: AccessStore, key_id: str, now: datetime, **changes: Any) -> NewKey:  # noqa: ANN401 - any argument
    given: dict[str, Any] = {"overlap": WEEK, "expires_at": now + timedelta(days=90), "now": now}
    return access.rotate_key(key_id, **(given | changes))


def test_rotation_leaves_two_live_keys_of_one_holder_for_a_while(
    access: AccessStore, now: datetime
) -> None:
    old = new_key(access, now, audience=Audience.BRIEF, areas=AREAS, networks=("10.0.0.0/8",))
    new = rotated(access, old.key_id, now)
    before, after = (
        access.principal_of_key(key.secret, now=now, address="10.1.2.3") for key in (old, new)
    )
    assert before is not None
    assert after is not None
    assert (before.principal_id, after.principal_id) == (old.key_id, new.key_id)
    assert before.budget_id == after.budget_id == old.key_id
    assert (after.name, after.audience, after.areas) == (before.name, Audience.BRIEF, AREAS)
    assert access.principal_of_key(new.secret, now=now, address="11.1.2.3") is None
    end = now + WEEK
    assert access.principal_of_key(old.secret, now=end, address="10.1.2.3") is None
    assert access.principal_of_key(new.secret, now=end, address="10.1.2.3") is not None


def test_no_third_key_of_one_holder_lives(access: AccessStore, now: datetime) -> None:
    first = new_key(access, now)
    second = rotated(access, first.key_id, now)
    for key in (first, second):
        with pytest.raises(ParameterError, match="rotated already"):
            rotated(access, key.key_id, now + timedelta(days=6))
    third = rotated(access, second.key_id, now + WEEK)
    assert access.revoke_key(second.key_id, now=now + WEEK)
    assert rotated(access, third.key_id, now + WEEK)
    listed = access.keys()
    assert {entry.holder_id for entry in listed} == {first.key_id}


def test_of_two_who_rotate_at_once_one_does(access: AccessStore, now: datetime) -> None:
    made, together = new_key(access, now), Barrier(4)

    def rotate(_: int) -> bool:
        together.wait()
        try:
            rotated(access, made.key_id, now)
        except ParameterError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(rotate, range(4))) == 1


def test_rotation_never_makes_the_old_key_last_longer(access: AccessStore, now: datetime) -> None:
    made = new_key(access, now, expires_at=now + timedelta(days=2))
    rotated(access, made.key_id, now)
    ends = {entry.key_id: entry.expires_at for entry in access.keys()}  # noqa: SIM118 - not a dict
    assert ends[made.key_id] == now + timedelta(days=2)


def test_rotation_without_an_overlap_ends_the_old_key(access: AccessStore, now: datetime) -> None:
    made = new_key(access, now)
    rotated(access, made.key_id, now, overlap=timedelta(0))
    assert access.principal_of_key(made.secret, now=now) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"overlap": timedelta(days=30, seconds=1)},
        {"overlap": timedelta(seconds=-1)},
        {"expires_at": datetime(2030, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_rotation_that_cannot_be_meant_changes_nothing(
    access: AccessStore, now: datetime, changes: dict[str, Any]
) -> None:
    made = new_key(access, now)
    with pytest.raises(ParameterError):
        rotated(access, made.key_id, now, **changes)
    (entry,) = access.keys()
    assert entry.expires_at == now + timedelta(days=90)


def test_only_a_key_that_holds_is_rotated(access: AccessStore, now: datetime) -> None:
    gone, over = new_key(access, now), new_key(access, now, expires_at=now + timedelta(days=1))
    access.revoke_key(gone.key_id, now=now)
    for key_id in (gone.key_id, over.key_id, "nobody12"):
        with pytest.raises(ParameterError, match="still holds"):
            rotated(access, key_id, now + timedelta(days=1))


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("10.1.2.3", True),
        ("10.255.255.255", True),
        ("192.0.2.7", True),
        ("192.0.2.8", False),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("::10.1.2.3", False),
        ("010.1.2.3", False),
        ("10.1.2.3, 10.1.2.3", False),
        ("10.1.2.3:80", False),
        ("unknown", False),
        ("", False),
        (None, False),
    ],
)
def test_a_key_opens_from_its_networks_alone(
    access: AccessStore, now: datetime, address: str | None, *, opens: bool
) -> None:
    made = new_key(access, now, networks=("10.0.0.0/8", "2001:db8::/32", " 192.0.2.7 "))
    found = access.principal_of_key(made.secret, now=now, address=address)
    assert (found is not None) is opens
    assert access.id_of_key(made.secret) == made.key_id, "the trail names it from wherever"


def test_a_key_without_networks_opens_from_anywhere(access: AccessStore, now: datetime) -> None:
    made = new_key(access, now)
    for address in (None, "", "203.0.113.7", "nonsense"):
        assert access.principal_of_key(made.secret, now=now, address=address) is not None


@pytest.mark.parametrize(
    "networks",
    [
        ("",),
        ("10.0.0.1/8",),
        ("0.0.0.0/0",),
        ("::/0",),
        ("council.example",),
        ("10.0.0.0/33",),
        tuple(f"10.0.{n}.0/24" for n in range(51)),
    ],
)
def test_networks_that_cannot_be_meant_are_refused(
    access: AccessStore, now: datetime, networks: tuple[str, ...]
) -> None:
    with pytest.raises(ParameterError):
        new_key(access, now, networks=networks)
    assert access.keys() == ()


def test_a_wrong_secret_names_no_key(access: AccessStore, now: datetime) -> None:
    one, other = new_key(access, now), new_key(access, now)
    assert access.id_of_key(other.secret.replace(other.key_id, one.key_id)) is None
    assert access.id_of_key("hsp_nothing") is None
    access.revoke_key(one.key_id, now=now)
    assert access.id_of_key(one.secret) == one.key_id
