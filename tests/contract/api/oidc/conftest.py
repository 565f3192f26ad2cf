"""A small identity provider on loopback, with keys of its own, that can be told to cheat.

It knows one client and one made-up person, who is signed in as soon as they are asked.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from api.app import create_app
from api.oidc import Organisation
from hotspots.settings import OidcSettings, ServiceSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import World
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from starlette.testclient import TestClient

TENANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
CLIENT = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
SECRET = "a-made-up-client-secret"  # noqa: S105 - made up
TABLE = "Hotspots.Partner = partner; Hotspots.East = brief: E05000001"


@cache
def rsa_key(name: str, bits: int = 2048) -> RSAPrivateKey:  # noqa: ARG001 - a key for each name
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key(name: str) -> EllipticCurvePrivateKey:  # noqa: ARG001 - a key for each name
    return ec.generate_private_key(ec.SECP256R1())


def public_jwk(key: RSAPrivateKey | EllipticCurvePrivateKey, kid: str) -> dict[str, Any]:
    kind: Any = jwt.algorithms.RSAAlgorithm
    if isinstance(key, ec.EllipticCurvePrivateKey):
        kind = jwt.algorithms.ECAlgorithm
    return {**kind.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}


def pem(key: RSAPrivateKey) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form)


@dataclass(kw_only=True)
class Provider:
    """What the provider knows, and how it cheats."""

    clock: Callable[[], float]
    origin: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"roles": ["Hotspots.Partner"]})
    changed: dict[str, Any] = field(default_factory=dict)
    published: list[dict[str, Any]] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    status: int = 200
    redirect: str = ""
    raw: bytes = b""
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"{self.origin}/{TENANT}/v2.0"

    def describe(self) -> dict[str, Any]:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "jwks_uri": f"{self.origin}/keys",
        }
        return found | self.document

    def authorise(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def redeem(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The token endpoint: a code works once, for its client, address and verifier."""
        self.forms.append(form)
        began = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        good = (
            began is not None
            and form["client_id"] == CLIENT
            and form["client_secret"] == SECRET
            and form["redirect_uri"] == began["redirect_uri"]
            and began["code_challenge"] == challenge
        )
        if not good or began is None:
            return 400, {"error": "invalid_grant"}
        return 200, {"token_type": "Bearer", "id_token": self.mint(began["nonce"])}

    def mint(self, nonce: str) -> str:
        """An ID token as Entra ID makes them, with whatever was changed about it."""
        now = int(self.clock())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "tid": TENANT,
            "sub": "subject-1",
            "oid": "11111111-2222-3333-4444-555555555555",
            "name": "Ada Example (made up)",
            "nonce": nonce,
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
        }
        claims |= self.claims | self.changed
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.sign is not None:
            return self.sign(claims)
        return jwt.encode(claims, rsa_key("one"), "RS256", headers={"kid": "one"})


class Handler(BaseHTTPRequestHandler):
    """The provider over HTTP."""

    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        if self.provider.raw:
            self.wfile.write(self.provider.raw)
        elif self.provider.redirect:
            self.answer(302, {}, location=self.provider.redirect)
        elif parts.path == "/authorize":
            query = dict(parse_qsl(parts.query))
            self.answer(302, {}, location=self.provider.authorise(query))
        elif parts.path == "/keys":
            self.answer(self.provider.status, {"keys": self.provider.published})
        else:
            self.answer(self.provider.status, self.provider.describe())

    def do_POST(self) -> None:
        self.provider.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, said = self.provider.redeem({k: v[0] for k, v in parse_qs(body).items()})
        self.answer(status if self.provider.status == 200 else self.provider.status, said)

    def answer(self, status: int, said: object, *, location: str = "") -> None:
        content = json.dumps(said).encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def provider(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The provider, listening."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    def seconds() -> float:
        return world.now.timestamp()  # as it is then, not now

    made = Provider(clock=seconds)
    made.published = [public_jwk(rsa_key("one"), "one")]
    handler = type("Own", (Handler,), {"provider": made})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        made.origin = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@dataclass(kw_only=True)
class Browser:
    """A browser at the service; it goes to the provider and comes back."""

    client: TestClient

    def leave(self, query: str = "") -> str:
        """Begin to sign in; the provider's address that the service sends the browser to."""
        answer = self.client.get(f"/login/organisation{query}")
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def ask(self, address: str) -> str:
        """Be signed in by the provider; the address that it sends the browser back to."""
        return str(httpx2.get(address).headers["location"])

    def come_back(self, address: str, *, html: bool = False) -> httpx2.Response:
        """What the service says to that."""
        parts = urlsplit(address)
        headers = {"Accept": "text/html"} if html else {}
        return self.client.get(f"{parts.path}?{parts.query}", headers=headers)

    def sign_in(self, query: str = "") -> httpx2.Response:
        """All of it."""
        return self.come_back(self.ask(self.leave(query)))


@pytest.fixture
def settings(provider: Provider) -> OidcSettings:
    return OidcSettings.model_validate(
        {
            "issuer": provider.issuer,
            "tenant": TENANT,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "table": TABLE,
        }
    )


@pytest.fixture
def browser_at(world: World, settings: OidcSettings) -> Callable[..., Browser]:
    """A browser; several of them share one service unless it is changed."""
    made: dict[str, Any] = {}

    def open_one(*, service: dict[str, object] | None = None, **changes: object) -> Browser:
        if not made or changes or service:
            changed = OidcSettings.model_validate(settings.model_dump() | changes)
            made["app"] = create_app(
                ServiceSettings.model_validate(world.settings.model_dump() | (service or {})),
                releases=world.releases,
                access=world.access,
                clock=lambda: world.now,
                organisation=Organisation.of(changed),
            )
        return Browser(client=world.client(app=made["app"]))

    return open_one


@pytest.fixture
def browser(browser_at: Callable[..., Browser]) -> Browser:
    return browser_at()


@pytest.fixture
def keys() -> dict[str, Callable[..., Any]]:
    """How to make keys and write them down."""
    return {"rsa": rsa_key, "ec": ec_key, "jwk": public_jwk, "pem": pem}
