"""What the identity provider says of itself: its addresses and its signing keys, kept a while."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from jwt import PyJWK, PyJWTError

from api.oidc_refusals import ProviderDown

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.oidc_line import Line

_T = TypeVar("_T")

# The algorithm is the key's, never the token's: an RSA key signs RS256, a P-256 key ES256.
ALGORITHMS = {("RSA", None): "RS256", ("EC", "P-256"): "ES256"}
KEPT_S = 3600.0
# However many tokens name keys that nobody knows, the keys are fetched this often.
COOL_DOWN_S = 60.0
_RETRY_S = 10.0
_WAIT_S = 2.0
_MOST_KEYS = 100
_LEAST_RSA_BITS = 2048
_DOCUMENT = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The provider's addresses; `names_itself` where its answers must say whose they are."""

    authorise: str
    token: str
    keys: str
    names_itself: bool


class Provider:
    """One provider, as its own documents describe it."""

    def __init__(
        self, issuer: str, line: Line, *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self.issuer = issuer
        self._line = line
        self._places = _Kept(self._read_places, ticks)
        self._keys = _Kept(self._read_keys, ticks)

    def places(self) -> Places:
        """Its addresses.

        Raises:
            ProviderDown: they cannot be had.
        """
        return self._places.now()

    def key(self, key_id: str) -> PyJWK | None:
        """The signing key of this id, fetched anew if it is not known; None if there is none.

        Raises:
            ProviderDown: the keys cannot be had.
        """
        found = self._keys.now().get(key_id)
        return found or self._keys.now(older_than_s=COOL_DOWN_S).get(key_id)

    def _read_places(self) -> Places:
        said = self._line.get(self.issuer.rstrip("/") + _DOCUMENT)
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        found = [said.get(name) for name in names]
        if said.get("issuer") != self.issuer or not all(map(self._line.may_call, found)):
            raise ProviderDown
        authorise, token, keys = map(str, found)
        return Places(
            authorise=authorise,
            token=token,
            keys=keys,
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        )

    def _read_keys(self) -> dict[str, PyJWK]:
        said = self._line.get(self.places().keys).get("keys")
        if not isinstance(said, list):
            raise ProviderDown
        found = [(one.get("kid"), _key(one)) for one in said[:_MOST_KEYS] if isinstance(one, dict)]
        return {name: key for name, key in found if isinstance(name, str) and key is not None}


class _Kept(Generic[_T]):
    """Something fetched at most so often, by one thread at a time, and kept for an hour."""

    def __init__(self, fetch: Callable[[], _T], ticks: Callable[[], float]) -> None:
        self._fetch = fetch
        self._ticks = ticks
        self._lock = Lock()
        self._value: _T | None = None
        self._since = 0.0
        self._failed: float | None = None

    def now(self, *, older_than_s: float = KEPT_S) -> _T:
        """The value, fetched anew if it is older than that.

        Raises:
            ProviderDown: it cannot be fetched, or somebody else is still waiting for it.
        """
        if not self._lock.acquire(timeout=_WAIT_S):
            raise ProviderDown
        try:
            moment = self._ticks()
            if self._value is None or moment - self._since >= older_than_s:
                return self._renewed(moment)
            return self._value
        finally:
            self._lock.release()

    def _renewed(self, moment: float) -> _T:
        if self._failed is not None and moment - self._failed < _RETRY_S:
            raise ProviderDown
        try:
            value = self._fetch()
        except ProviderDown:
            self._failed = moment
            raise
        self._value, self._since, self._failed = value, moment, None
        return value


def _key(said: dict[str, Any]) -> PyJWK | None:
    """A public key that may sign, of a kind that is taken; None for any other."""
    algorithm = ALGORITHMS.get((str(said.get("kty")), said.get("crv")))
    if (
        algorithm is None
        or said.get("use", "sig") != "sig"
        or said.get("alg", algorithm) != algorithm
    ):
        return None
    try:
        key = PyJWK(said, algorithm=algorithm)
    except (PyJWTError, ValueError, TypeError, KeyError):
        return None
    # The longer key is the only one of ours whose size is its maker's choice.
    is_long = algorithm != "RS256" or key.key.key_size >= _LEAST_RSA_BITS
    return key if is_long else None
