"""Where the databases and the key files are."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from platformdirs import user_config_path
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hotspots.authority import AUTHORITY_ID, with_authority
from hotspots.errors import ParameterError
from hotspots.settings.base import BASE

_DATABASES = ("sqlite:", "postgresql+psycopg:")
_OTHERS_MAY_WRITE = 0o002


class StoreSettings(BaseSettings):
    """Where the three databases are, as SQLAlchemy URLs; None where the caller decides.

    They are three on purpose: the service is told of the releases and of the keys,
    and never of the register. `HOTSPOTS_AUTHORITY_ID`, where several authorities share a
    server, says whose data these are; another's database is then refused.
    """

    model_config = BASE

    register_url: str | None = Field(default=None, repr=False)
    release_url: str | None = Field(default=None, repr=False)
    access_url: str | None = Field(default=None, repr=False)
    authority_id: str | None = None

    @field_validator("authority_id")
    @classmethod
    def _known_code(cls, code: str | None) -> str | None:
        if code is not None and AUTHORITY_ID.fullmatch(code) is None:
            msg = "must be an authority's code of nine characters, for instance E06000015"
            raise ValueError(msg)
        return code

    @field_validator("register_url", "release_url", "access_url")
    @classmethod
    def _known_database(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(_DATABASES):
            msg = "must begin with sqlite: or postgresql+psycopg:"
            raise ValueError(msg)
        return url

    @model_validator(mode="after")
    def _three_databases(self) -> Self:
        named = [url for url in (self.register_url, self.release_url, self.access_url) if url]
        if len(set(named)) < len(named):
            msg = "the register, the releases and the keys must be in databases of their own"
            raise ValueError(msg)
        return self

    def register_at(self, given: str | None, default: str) -> str:
        """Where the register is: as given, as set, or as the folder has it; the authority's own."""
        return with_authority(given or self.register_url or default, self.authority_id)

    def releases_at(self, given: str | None, default: str) -> str:
        """Where the releases are, by the same rule."""
        return with_authority(given or self.release_url or default, self.authority_id)

    def access_at(self, default: str) -> str:
        """Where keys, sessions and the trail are, by the same rule."""
        return with_authority(self.access_url or default, self.authority_id)


class SecretSettings(BaseSettings):
    """The folder of the key files, outside every database (`HOTSPOTS_SECRETS_FOLDER`)."""

    model_config = BASE | SettingsConfigDict(env_prefix="HOTSPOTS_SECRETS_")

    folder: Path = Field(default_factory=lambda: user_config_path("hotspots", appauthor=False))

    @field_validator("folder")
    @classmethod
    def _others_cannot_swap_keys(cls, folder: Path) -> Path:
        if folder.exists() and not folder.is_dir():
            msg = "must be a folder"
            raise ValueError(msg)
        if folder.exists() and _posix_mode(folder) & _OTHERS_MAY_WRITE:
            msg = "must not be writable by others: chmod 700 it"
            raise ValueError(msg)
        return folder

    @property
    def pseudonym_key(self) -> Path:
        """The key that makes pseudonyms of child references; the service never reads it."""
        return self.folder / "pseudonym.key"

    @property
    def pepper(self) -> Path:
        """The key under which API keys and session tokens are stored."""
        return self.folder / "pepper.key"

    @property
    def audit_key(self) -> Path:
        """The key that chains the audit trail."""
        return self.folder / "audit.key"

    @property
    def webhook_key(self) -> Path:
        """The key that the secrets of webhooks are made of; the service never reads it."""
        return self.folder / "webhook.key"


def served_urls(stores: StoreSettings) -> tuple[str, str]:
    """The URLs of the releases and of the keys, for a process that serves.

    Raises:
        ParameterError: one is missing, or the process was told where the register is.
    """
    if stores.register_url is not None:
        msg = "The service must not know the register: unset HOTSPOTS_REGISTER_URL for it."
        raise ParameterError(msg)
    if stores.release_url is None or stores.access_url is None:
        msg = "The service needs HOTSPOTS_RELEASE_URL and HOTSPOTS_ACCESS_URL."
        raise ParameterError(msg)
    return stores.releases_at(None, stores.release_url), stores.access_at(stores.access_url)


def _posix_mode(folder: Path) -> int:
    """Permission bits; Windows has no such bits and reports them all."""
    return folder.stat().st_mode if folder.drive == "" else 0
