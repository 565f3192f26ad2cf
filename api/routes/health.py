"""Whether the process runs, and whether it can serve. Nobody is told why not: the log is."""

from fastapi import APIRouter
from starlette.responses import Response

from api.gate import CallerNow
from api.metrics import MEDIA_TYPE
from api.problems import unavailable
from api.schemas import State


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get("/healthz", tags=["health"], summary="The process runs")(healthz)
    router.get("/readyz", tags=["health"], summary="Both stores can be used")(readyz)
    router.get("/metrics", include_in_schema=False, response_model=None)(metrics)


async def healthz() -> State:
    """Answers while the process runs; looks at nothing."""
    return State(status="ok")


def readyz(caller: CallerNow) -> State:
    """Answers 200 only if releases can be read and the audit trail can be written."""
    if not caller.service.readiness.ask():
        raise unavailable()
    return State(status="ready")


def metrics(caller: CallerNow) -> Response:
    """For the monitoring system alone, which has a key of its own."""
    return Response(caller.service.metrics.text(), media_type=MEDIA_TYPE)
