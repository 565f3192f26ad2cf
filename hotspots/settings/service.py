"""How the service behaves, and what stands on the papers it serves."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hotspots.settings.base import BASE, names_of

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


class BriefSettings(BaseSettings):
    """What stands on every brief (`HOTSPOTS_CONTACTS`: whom to call, lines separated by `|`)."""

    model_config = BASE

    contacts: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("contacts", mode="before")
    @classmethod
    def _lines(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(line.strip() for line in value.split("|") if line.strip())
        return value


class TileSettings(BaseSettings):
    """A tile server for the maps' background (`HOTSPOTS_TILES_URL`, `HOTSPOTS_TILES_ATTRIBUTION`).

    None unless it is configured: whoever serves tiles learns which streets are looked at.
    """

    model_config = BASE

    tiles_url: str | None = Field(default=None, repr=False)
    tiles_attribution: str = ""
    tiles_last_zoom: int = 19


class ShareSettings(BaseSettings):
    """Whether links that open one release without signing in are made and honoured at all."""

    model_config = BASE

    share_links: bool = False


class OidcSettings(BaseSettings):
    """Sign-in with the council's identity provider, Entra ID for instance; off without `issuer`.

    `tenant` is the directory's id, the only one whose people are let in. `claim` says
    whether `table` names app roles or groups; see `api.oidc_roles` for how it is written.
    The provider's addresses must be of the issuer's host or of one in `hosts`.
    """

    model_config = BASE | SettingsConfigDict(env_prefix="HOTSPOTS_OIDC_")

    issuer: str | None = None
    tenant: str = Field(default="", max_length=100)
    client_id: str = Field(default="", max_length=200)
    client_secret: SecretStr | None = None
    claim: Literal["roles", "groups"] = "roles"
    table: str = Field(default="", max_length=20_000, repr=False)
    hosts: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return names_of(value)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.issuer is None:
            return self
        if not (self.tenant and self.client_id and self.client_secret and self.table):
            msg = (
                "HOTSPOTS_OIDC_ISSUER needs ..._TENANT, ..._CLIENT_ID, ..._CLIENT_SECRET, ..._TABLE"
            )
            raise ValueError(msg)
        return self


class ServiceSettings(BriefSettings, TileSettings, ShareSettings):
    """How the service listens and what it accepts.

    `allowed_hosts` are the names by which it may be addressed (comma-separated in the
    environment); empty means the names of this machine's loopback. `secure_cookies` is
    `auto` (secure unless only reachable on loopback), true or false. The limits by the
    minute are for one principal's requests, and for one client address's attempts to sign
    in; `trusted_proxies` are the addresses whose word is taken for who the client is.
    `metrics_key` opens `/metrics`, which is closed without it, as are share links unless
    `share_links` says otherwise.
    """

    model_config = BASE

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    secure_cookies: Literal["auto"] | bool = "auto"
    max_body_bytes: int = Field(default=16 * 1024, ge=1024, le=1024 * 1024)
    max_concurrency: int = Field(default=200, ge=4, le=10_000)
    shutdown_seconds: int = Field(default=30, ge=1, le=300)
    cached_maps: int = Field(default=32, ge=1, le=1000)
    requests_per_minute: int = Field(default=600, ge=1, le=1_000_000)
    sign_ins_per_minute: int = Field(default=30, ge=1, le=10_000)
    metrics_key: SecretStr | None = Field(default=None, min_length=20, max_length=200)
    workers: int = Field(default=1, ge=1, le=64)
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return names_of(value)

    @field_validator("allowed_hosts")
    @classmethod
    def _exact_names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if any("*" in name or "/" in name for name in names):
            msg = "takes exact host names, without wildcards or a scheme"
            raise ValueError(msg)
        return names

    @field_validator("trusted_proxies")
    @classmethod
    def _exact_addresses(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        try:
            networks = [ipaddress.ip_network(proxy) for proxy in proxies]
        except ValueError as error:
            msg = "takes addresses or networks of proxies, for instance 10.0.0.5"
            raise ValueError(msg) from error
        if any(network.prefixlen == 0 for network in networks):
            msg = "may not be everybody: then any client could choose its own address"
            raise ValueError(msg)
        return proxies

    @model_validator(mode="after")
    def _no_contradiction(self) -> Self:
        if not self.is_loopback_only and not self.allowed_hosts:
            msg = "a host beyond loopback needs HOTSPOTS_ALLOWED_HOSTS: the names that partners use"
            raise ValueError(msg)
        if self.secure_cookies is False and not self.is_loopback_only:
            msg = "HOTSPOTS_SECURE_COOKIES may be false only for a service on loopback"
            raise ValueError(msg)
        return self

    @property
    def is_loopback_only(self) -> bool:
        """Whether nobody beyond this machine can address it, a proxy included."""
        return is_loopback(self.host) and all(
            name in LOOPBACK_NAMES or is_loopback(name) for name in self.allowed_hosts
        )

    @property
    def has_secure_cookies(self) -> bool:
        """Whether cookies are sent over https alone, under the `__Host-` prefix."""
        if self.secure_cookies == "auto":
            return not self.is_loopback_only
        return self.secure_cookies

    @property
    def accepted_hosts(self) -> frozenset[str]:
        """Names that the Host header may carry, without a port."""
        return frozenset(self.allowed_hosts or LOOPBACK_NAMES)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
