"""Where events of publications may be sent; nowhere unless it is set."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from pydantic import field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hotspots.settings.base import BASE, names_of


class WebhookSettings(BaseSettings):
    """`HOTSPOTS_WEBHOOK_HOSTS` and `HOTSPOTS_WEBHOOK_NETWORKS`, each separated by commas.

    `hosts` are exact names, with a port where it is not 443. An address that is not of the
    open internet is told nothing unless it is in `networks`, for instance `10.2.0.0/16`.
    """

    model_config = BASE | SettingsConfigDict(env_prefix="HOTSPOTS_WEBHOOK_")

    hosts: Annotated[tuple[str, ...], NoDecode] = ()
    networks: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("hosts", "networks", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return names_of(value)

    @field_validator("hosts")
    @classmethod
    def _exact_names(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        if any(set("*/@") & set(host) for host in hosts):
            msg = "takes exact host names, without wildcards or a scheme"
            raise ValueError(msg)
        return hosts

    @field_validator("networks")
    @classmethod
    def _exact_networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        try:
            found = [ipaddress.ip_network(network) for network in networks]
        except ValueError as error:
            msg = "takes networks, for instance 10.2.0.0/16"
            raise ValueError(msg) from error
        if any(network.prefixlen == 0 for network in found):
            msg = "may not be everything: then any name could lead into any network"
            raise ValueError(msg)
        return networks
