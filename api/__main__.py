"""`python -m api`: the service as a process of its own.

It is told by the environment where the releases and the keys are
(`HOTSPOTS_RELEASE_URL`, `HOTSPOTS_ACCESS_URL`, `HOTSPOTS_SECRETS_FOLDER`), and
refuses to start if it is told where the register is.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import uvicorn
from pydantic import ValidationError

from api.app import create_app
from api.logs import configure
from api.metrics import SHARED_FOLDER
from hotspots.access import AccessStore
from hotspots.errors import UserError
from hotspots.keyfile import load_or_create_key
from hotspots.settings import (
    OidcSettings,
    SecretSettings,
    ServiceSettings,
    StoreSettings,
    served_urls,
)
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.oidc import Organisation

_CANNOT_START = 2


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; 2 if it cannot start as it is configured."""
    configure()
    parser = argparse.ArgumentParser(prog="python -m api", description="Serve releases.")
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--workers", type=int)
    chosen = {k: v for k, v in vars(parser.parse_args(arguments)).items() if v is not None}
    try:
        _serve(ServiceSettings(**chosen), StoreSettings(), SecretSettings())
    except ValidationError as error:
        for one in error.errors(include_input=False, include_context=False, include_url=False):
            where = ".".join(str(part) for part in one["loc"]) or "settings"
            sys.stderr.write(f"{where}: {one['msg']}\n")
        return _CANNOT_START
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return _CANNOT_START
    return 0


def worker() -> FastAPI:
    """The application of one of several workers; each opens the stores for itself."""
    configure()
    return _application(ServiceSettings(), StoreSettings(), SecretSettings(), held=ExitStack())


def _serve(service: ServiceSettings, stores: StoreSettings, secrets: SecretSettings) -> None:
    with ExitStack() as held:
        app = _application(service, stores, secrets, held=held)
        if service.workers == 1:
            uvicorn.run(app, **_options(service))
            return
    # The stores were opened once, so that a mistake is told once, and then closed.
    with TemporaryDirectory(prefix="hotspots-metrics-") as folder:
        os.environ |= {SHARED_FOLDER: folder, "HOTSPOTS_HOST": service.host}
        options = _options(service) | {"workers": service.workers, "factory": True}
        uvicorn.run("api.__main__:worker", **options)


def _application(
    service: ServiceSettings, stores: StoreSettings, secrets: SecretSettings, *, held: ExitStack
) -> FastAPI:
    """The service over its stores, which are closed with `held`, or when it stops."""
    organisation = _organisation(OidcSettings())
    release_url, access_url = served_urls(stores)
    pepper, audit_key = load_or_create_key(secrets.pepper), load_or_create_key(secrets.audit_key)
    releases = held.enter_context(closing(ReleaseStore.open(release_url)))
    access = AccessStore.open(access_url, pepper=pepper, audit_key=audit_key)
    held.enter_context(closing(access))
    return create_app(
        service, releases=releases, access=access, clock=_now, organisation=organisation
    )


def _organisation(settings: OidcSettings) -> Organisation | None:
    """What people sign in with; its libraries are loaded only where there is one.

    Raises:
        ParameterError: as `Organisation.of`.
    """
    if settings.issuer is None:
        return None
    found: Organisation | None = import_module("api.oidc").Organisation.of(settings)
    return found


def _options(service: ServiceSettings) -> dict[str, Any]:
    return {
        "host": service.host,
        "port": service.port,
        "access_log": False,  # ours has templates and ids, never addresses or queries
        "log_config": None,
        "server_header": False,
        # The client's address counts for nothing but how often it tries to sign in.
        "proxy_headers": bool(service.trusted_proxies),
        "forwarded_allow_ips": list(service.trusted_proxies),
        "limit_concurrency": service.max_concurrency,
        "timeout_graceful_shutdown": service.shutdown_seconds,
        "http": "api.protocol:BoundedProtocol",
        "ws": "none",
    }


def _now() -> datetime:
    return datetime.now(tz=UTC)


if __name__ == "__main__":
    raise SystemExit(main())
