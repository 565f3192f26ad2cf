"""`python -m api`: the service as a process of its own.

It is told by the environment where the releases and the keys are
(`HOTSPOTS_RELEASE_URL`, `HOTSPOTS_ACCESS_URL`, `HOTSPOTS_SECRETS_FOLDER`), and
refuses to start if it is told where the register is.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime

import uvicorn
from pydantic import ValidationError

from api.app import create_app
from api.logs import configure
from hotspots.access import AccessStore
from hotspots.errors import UserError
from hotspots.keyfile import load_or_create_key
from hotspots.settings import SecretSettings, ServiceSettings, StoreSettings, served_urls
from hotspots.store import ReleaseStore

_MAX_HEADERS = 16 * 1024
_CANNOT_START = 2


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; 2 if it cannot start as it is configured."""
    configure()
    parser = argparse.ArgumentParser(prog="python -m api", description="Serve releases.")
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
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


def _serve(service: ServiceSettings, stores: StoreSettings, secrets: SecretSettings) -> None:
    release_url, access_url = served_urls(stores)
    pepper, audit_key = load_or_create_key(secrets.pepper), load_or_create_key(secrets.audit_key)
    with (
        closing(ReleaseStore.open(release_url)) as releases,
        closing(AccessStore.open(access_url, pepper=pepper, audit_key=audit_key)) as access,
    ):
        app = create_app(service, releases=releases, access=access, clock=_now)
        uvicorn.run(
            app,
            host=service.host,
            port=service.port,
            access_log=False,  # ours has templates and ids, never addresses or queries
            log_config=None,
            server_header=False,
            proxy_headers=False,  # nothing is decided by the client's address or scheme
            limit_concurrency=service.max_concurrency,
            timeout_graceful_shutdown=service.shutdown_seconds,
            h11_max_incomplete_event_size=_MAX_HEADERS,
            http="h11",  # the limit above is h11's
            ws="none",
        )


def _now() -> datetime:
    return datetime.now(tz=UTC)


if __name__ == "__main__":
    raise SystemExit(main())
