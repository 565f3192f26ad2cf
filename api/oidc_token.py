"""The ID token, checked: only what the configured provider said to us, just now, is believed.

PyJWT checks the signature with the one key and the one algorithm that it is given; the
token's own header chooses neither. Addresses and keys within a token are not looked at.
"""

from __future__ import annotations

import hmac
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jwt

from api.oidc_provider import ALGORITHMS
from api.oidc_refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from api.oidc_provider import Provider

_LEEWAY_S = 60
_OLDEST_S = 600
_REQUIRED = ["iss", "aud", "exp", "iat", "sub", "nonce", "tid"]
_MOST_CHARACTERS = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a token must say to be meant for us, from our tenant, and for this sign-in."""

    client_id: str
    tenant: str
    nonce: str
    now: datetime


def claims_of(token: object, *, provider: Provider, expected: Expected) -> Mapping[str, Any]:
    """What the provider says of somebody.

    Raises:
        Refused: it is not the provider's word, or not to us, or not about this sign-in.
        ProviderDown: the keys to check it with cannot be had.
    """
    if not isinstance(token, str) or len(token) > _MOST_CHARACTERS:
        raise Refused("token")
    claims = _signed(token, provider, expected)
    _check_times(claims, expected.now.timestamp())
    if claims["tid"] != expected.tenant:
        raise Refused("tenant")
    if claims.get("azp", expected.client_id) != expected.client_id:
        raise Refused("audience")
    if not hmac.compare_digest(str(claims["nonce"]).encode(), expected.nonce.encode()):
        raise Refused("nonce")
    return claims


def _signed(token: str, provider: Provider, expected: Expected) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError:
        raise Refused("token") from None
    algorithm, key_id = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS.values():
        raise Refused("algorithm")
    key = provider.key(key_id) if isinstance(key_id, str) else None
    if key is None:
        raise Refused("key")
    if key.algorithm_name != algorithm:
        raise Refused("algorithm")
    try:
        return jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            issuer=provider.issuer,
            audience=expected.client_id,
            # The moments are checked below, by the service's clock.
            options={
                "require": _REQUIRED,
                "strict_aud": True,
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.PyJWTError as error:
        raise Refused(_WORDS.get(type(error), "token")) from None


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    """Raise unless the token was made a moment ago and is still good."""
    issued, end = _moment(claims["iat"]), _moment(claims["exp"])
    begin = _moment(claims.get("nbf", issued))
    if end <= now - _LEEWAY_S:
        raise Refused("expired")
    if max(issued, begin) > now + _LEEWAY_S or issued < now - _OLDEST_S:
        raise Refused("time")


def _moment(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refused("time")
    return float(value)


_WORDS: Mapping[type[jwt.PyJWTError], str] = {
    jwt.InvalidSignatureError: "signature",
    jwt.InvalidIssuerError: "issuer",
    jwt.InvalidAudienceError: "audience",
    jwt.MissingRequiredClaimError: "claim",
}
