"""What all settings share: the prefix, frozen once read, and no value repeated in a refusal."""

from __future__ import annotations

from pydantic_settings import SettingsConfigDict

BASE = SettingsConfigDict(
    env_prefix="HOTSPOTS_", frozen=True, extra="forbid", hide_input_in_errors=True
)


def names_of(value: object) -> object:
    """Names that the environment has in one text, with commas between them."""
    if isinstance(value, str):
        return tuple(name.strip().lower() for name in value.split(",") if name.strip())
    return value
