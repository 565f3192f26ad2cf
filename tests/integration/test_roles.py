"""The service under a role of its own: it works, and PostgreSQL refuses it everything else."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from api.app import create_app
from hotspots.access import AccessStore
from hotspots.authority import schema_of, with_authority
from hotspots.database import open_engine
from hotspots.database.roles import SCRIPTS, script
from hotspots.period import Period
from hotspots.register import Register
from hotspots.release import Audience, Release, ShownCount, Withheld
from hotspots.settings import ServiceSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CONCERNS = ("register", "releases", "access")
KEYS = {"pepper": b"p" * 32, "audit_key": b"a" * 32}


@dataclass(frozen=True)
class Server:
    """A server on which the roles were made, under names that only this test uses."""

    url: str
    suffix: str
    authority_id: str | None = None

    def name(self, concern: str) -> str:
        return f"{concern}_{self.suffix}"

    def address(self, database: str, role: str) -> str:
        parsed = make_url(self.url).set(username=self.name(role), database=self.name(database))
        return with_authority(parsed.render_as_string(hide_password=False), self.authority_id)

    def run(self, which: str, folder: Path) -> None:
        """One of the scripts, as an operator runs it."""
        path = folder / f"{which}.sql"
        path.write_text(script(which), encoding="utf-8")
        names = [f"--set={one}={self.name(one)}" for one in (*CONCERNS, "service", "auditor")]
        if self.authority_id is not None:
            names.append(f"--set=schema={schema_of(self.authority_id)}")
        parsed = make_url(self.url)
        host = parsed.host or str(parsed.query.get("host", ""))
        subprocess.run(  # noqa: S603 - the server's own tool, our own words
            [psql(), "--no-psqlrc", "--quiet", f"--host={host}", f"--username={parsed.username}",
             f"--port={parsed.port or 5432}", *names, f"--file={path}", "postgres"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip

    def attempt(self, database: str, role: str, statement: str) -> None:
        """Try a statement under a role."""
        engine = open_engine(self.address(database, role))
        try:
            with engine.begin() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()


def psql() -> str:
    found = shutil.which("psql") or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"))), None
    )
    if found is None:
        pytest.skip("psql is not installed")
    return found


def a_release() -> Release:
    return Release(
        audience=Audience.PUBLIC,
        period=Period(first=date(2020, 1, 1), last=date(2020, 12, 31)),
        title="Synthetic",
        classification="OFFICIAL",
        policy_version="1",
        banner="SYNTHETIC DATA",
        notices=(),
        hotspots=(),
        zones=(),
        attribution=(),
        total_episodes=ShownCount(
            text=Withheld.NOT_FOR_AUDIENCE.value, reason=Withheld.NOT_FOR_AUDIENCE
        ),
    )


@pytest.fixture(scope="module", params=[None, "E06000015"], ids=["one", "of_several"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    url = os.environ.get("HOTSPOTS_TEST_POSTGRES")
    if not url:
        pytest.skip("no PostgreSQL: set HOTSPOTS_TEST_POSTGRES, e.g. by .ci/postgres start")
    found = Server(url, uuid.uuid4().hex[:12], request.param)
    folder = tmp_path_factory.mktemp("sql")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        found.run("roles", folder)
        with Register.open(found.address("register", "register")):
            pass
        with closing(ReleaseStore.open(found.address("releases", "releases"))) as releases:
            releases.seal(a_release(), layers={}, sealed_at=NOW)
        AccessStore.open(found.address("access", "access"), **KEYS).close()
        for which in SCRIPTS + SCRIPTS:  # a second time changes nothing
            found.run(which, folder)
        yield found
    finally:
        with admin.connect() as connection:
            for one in CONCERNS:
                connection.execute(text(f"DROP DATABASE IF EXISTS {found.name(one)} WITH (FORCE)"))
            for one in (*CONCERNS, "service", "auditor"):
                connection.execute(text(f"DROP ROLE IF EXISTS {found.name(one)}"))
        admin.dispose()


def test_the_service_works_under_its_role(server: Server) -> None:
    """By a key and by a sign-in: it reads, keeps sessions, counts uses and writes the trail."""
    with closing(AccessStore.open(server.address("access", "access"), **KEYS)) as owner:
        grant = {"audience": Audience.PUBLIC, "areas": frozenset[str](), "now": NOW}
        key = owner.create_key(name="k", expires_at=NOW + timedelta(days=9), **grant).secret
        token = owner.create_link(name="l", valid_until=NOW + timedelta(hours=1), **grant)
    with (
        closing(ReleaseStore.open(server.address("releases", "service"))) as releases,
        closing(AccessStore.open(server.address("access", "service"), **KEYS)) as access,
    ):
        app = create_app(ServiceSettings(), releases=releases, access=access, clock=lambda: NOW)
        with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
            assert client.get("/readyz").status_code == 200
            before = access.verify_audit().events
            assert client.get("/v1/hotspots", headers={"X-API-Key": key}).status_code == 200
            assert client.get("/v1/hotspots", headers={"X-API-Key": "wrong"}).status_code == 401
            signed_in = client.post(
                "/login", data={"token": token}, headers={"Sec-Fetch-Site": "same-origin"}
            )
            assert signed_in.status_code == 303
            session = signed_in.headers["set-cookie"].split(";")[0]
            assert client.get("/v1/releases", headers={"Cookie": session}).status_code == 200
        found = access.verify_audit()
        assert found.ok
        assert found.events >= before + 4


TRAIL = ("audit_event", "audit_head")
REFUSED = [
    ("register", "service", "SELECT 1 FROM episode_version"),
    *(("register", role, "SELECT 1") for role in ("service", "auditor", "releases", "access")),
    *(("access", role, "SELECT 1") for role in ("register", "releases")),
    ("releases", "auditor", "SELECT 1"),
    ("access", "service", "UPDATE audit_event SET decision = 'x'"),
    ("access", "service", "DELETE FROM audit_event"),
    ("access", "service", "DELETE FROM audit_head"),
    *(("access", "service", f"TRUNCATE {one}") for one in TRAIL),
    *(("access", "service", f"DROP TABLE {one}") for one in TRAIL),
    ("access", "service", "ALTER TABLE audit_event ADD COLUMN x integer"),
    ("access", "service", "CREATE TABLE mine (x integer)"),
    ("access", "service", "CREATE TEMPORARY TABLE mine (x integer)"),
    ("access", "service", "CREATE TRIGGER t BEFORE INSERT ON audit_event EXECUTE FUNCTION f()"),
    ("access", "service", "INSERT INTO api_key SELECT * FROM api_key"),
    ("access", "service", "UPDATE api_key SET revoked_at = NULL"),
    ("access", "service", "DELETE FROM api_key"),
    ("access", "service", "UPDATE sign_in_link SET valid_until = now()"),
    ("access", "service", "INSERT INTO sign_in_link SELECT * FROM sign_in_link"),
    ("access", "service", "UPDATE share_link SET most_views = 1000"),
    ("access", "service", "SET ROLE {access}"),
    ("access", "service", "COPY audit_event TO PROGRAM 'cat'"),
    ("access", "service", "SELECT pg_read_file('/etc/hostname')"),
    ("releases", "service", "INSERT INTO content SELECT * FROM content"),
    ("releases", "service", "UPDATE release SET sealed_at = sealed_at"),
    ("releases", "service", "DELETE FROM release_layer"),
    ("releases", "service", "TRUNCATE release CASCADE"),
    ("access", "auditor", "SELECT 1 FROM api_key"),
    ("access", "auditor", "SELECT 1 FROM sign_in_session"),
    ("access", "auditor", "INSERT INTO audit_event SELECT * FROM audit_event"),
    ("access", "auditor", "UPDATE audit_head SET seq = 0"),
]


@pytest.mark.parametrize(("database", "role", "statement"), REFUSED)
def test_postgresql_refuses_it(server: Server, database: str, role: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"InsufficientPrivilege|permission denied for database"):
        server.attempt(database, role, statement.format(access=server.name("access")))


def test_the_auditor_reads_the_trail(server: Server) -> None:
    for one in TRAIL:
        server.attempt("access", "auditor", f"TABLE {one}")
