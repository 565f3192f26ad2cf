"""Sign-in with the council's identity provider: authorisation code, PKCE, state and nonce.

PyJWT was chosen over Authlib and MSAL: what has to be right is the check of the token,
with keys and algorithms that we choose, and that is all it does. The rest of the flow is
one address and one form; a larger client would keep state in signed cookies of its own.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from api.oidc_line import Line, require_origin
from api.oidc_provider import Provider
from api.oidc_refusals import ProviderRefusal, Refused
from api.oidc_roles import grant_of, read_table
from api.oidc_token import Expected, claims_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pydantic import SecretStr

    from api.oidc_roles import RoleRow
    from hotspots.access import Attempt, Grant
    from hotspots.settings import OidcSettings

_SCOPE = "openid profile"
_NAME_LENGTH = 200
_NAMELESS = "Somebody of the organisation"
_MOST_ROLES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who signed in, and what their roles entitle to: nothing where `grant` is None."""

    tenant: str
    subject: str
    grant: Grant | None


class Organisation:
    """The council's provider, and who of its people may see what."""

    def __init__(self, provider: Provider, *, line: Line, terms: Terms) -> None:
        self._provider = provider
        self._line = line
        self._terms = terms

    @classmethod
    def of(cls, settings: OidcSettings) -> Organisation | None:
        """As it is configured; None if it is not.

        Raises:
            ParameterError: the issuer, a host or a row of the table cannot be used.
        """
        if settings.issuer is None or settings.client_secret is None:
            return None
        origins = {require_origin(settings.issuer, "HOTSPOTS_OIDC_ISSUER")}
        origins |= {
            require_origin(f"https://{host}", "A host in HOTSPOTS_OIDC_HOSTS")
            for host in settings.hosts
        }
        line = Line(origins)
        terms = Terms(
            tenant=settings.tenant,
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            claim=settings.claim,
            table=read_table(settings.table),
        )
        return cls(Provider(settings.issuer, line), line=line, terms=terms)

    def address_for(self, attempt: Attempt, *, come_back: str) -> str:
        """Where a browser goes to sign in; it is sent back to `come_back`.

        Raises:
            ProviderDown: the provider does not say where.
        """
        digest = hashlib.sha256(attempt.verifier.encode("ascii")).digest()
        query = {
            "client_id": self._terms.client_id,
            "response_type": "code",
            "redirect_uri": come_back,
            "response_mode": "query",
            "scope": _SCOPE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        place = self._provider.places().authorise
        return f"{place}{'&' if '?' in place else '?'}{urlencode(query)}"

    def check_sender(self, issuer: str | None) -> None:
        """Take an answer from our provider alone (RFC 9207), where it says whose it is.

        Raises:
            Refused: it is another's, or it should say and does not.
        """
        if issuer is None and not self._provider.places().names_itself:
            return
        if issuer != self._provider.issuer:
            raise Refused("issuer")

    def person_of(self, code: str, attempt: Attempt, *, come_back: str, now: datetime) -> Person:
        """Who came back with this code.

        Raises:
            Refused: the code or the token is not good.
            ProviderDown: the provider cannot be asked.
        """
        terms = self._terms
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": come_back,
            "client_id": terms.client_id,
            "client_secret": terms.client_secret.get_secret_value(),
            "code_verifier": attempt.verifier,
        }
        try:
            said = self._line.post(self._provider.places().token, form)
        except ProviderRefusal:
            raise Refused("code") from None
        expected = Expected(
            client_id=terms.client_id, tenant=terms.tenant, nonce=attempt.nonce, now=now
        )
        claims = claims_of(said.get("id_token"), provider=self._provider, expected=expected)
        return self._person(claims)

    def _person(self, claims: Mapping[str, Any]) -> Person:
        terms = self._terms
        kind = "oid" if "oid" in claims else "sub"
        roles = claims.get(terms.claim, [])
        held = roles[:_MOST_ROLES] if isinstance(roles, list) else []
        return Person(
            tenant=terms.tenant,
            subject=f"{kind}:{claims[kind]}",
            grant=grant_of(terms.table, held, name=_name(claims.get("name"))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How the service is known to the provider, and who may see what."""

    tenant: str
    client_id: str
    client_secret: SecretStr
    claim: str
    table: tuple[RoleRow, ...]


def _name(said: object) -> str:
    """A label for the list of who saw a release; never used to tell people apart."""
    shown = (
        "".join(c for c in said if c.isprintable())[:_NAME_LENGTH] if isinstance(said, str) else ""
    )
    return shown.strip() or _NAMELESS
