"""API keys: shown once, kept as codes, ended by time or by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
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
        name="School",
        audience=Audience.BRIEF,
        areas=AREAS,
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
