"""What hotspots are called, and the zones they are put into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from desk.visits import bench_of, form_of, visitor_of, words_in
from hotspots.describe import chosen_words, lineage_of
from hotspots.errors import ParameterError
from hotspots.model import Remark

if TYPE_CHECKING:
    from desk.bench import Bench

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A hotspot of the last publication."""

    hotspot_id: str
    name: str
    zone: str
    since: str


@router.get("/names")
async def names(request: Request) -> Response:
    """Every hotspot of the last publication, with a form for each."""
    bench, visitor = bench_of(request), visitor_of(request)
    listed = await run_in_threadpool(_listed, bench)
    return bench.pages.page("names", visitor=visitor, hotspots=listed)


@router.post("/names")
async def name(request: Request) -> Response:
    """Keep a name and a zone, from now on; an empty one takes it back."""
    bench = bench_of(request)
    visitor, form = await form_of(request)
    said = {"name": words_in(form, "name"), "zone": words_in(form, "zone")}
    await run_in_threadpool(_remark, bench, words_in(form, "hotspot_id"), said, visitor.name)
    return RedirectResponse("/names", 303)


def _listed(bench: Bench) -> list[Named]:
    with bench.register() as register:
        memory = register.memory()
    if not memory.findings:
        return []
    last = memory.findings[-1]
    zones = {one.hotspot_id: one.zone for one in last.hotspots}
    return [
        Named(
            hotspot_id=one.hotspot_id,
            name=memory.names.get(one.hotspot_id, one.name),
            zone=memory.zones.get(one.hotspot_id, zones.get(one.hotspot_id, "")),
            since=one.change.value,
        )
        for one in lineage_of(last.hotspots, memory=memory, period=last.period)
    ]


def _remark(bench: Bench, hotspot_id: str, said: dict[str, str], said_by: str) -> None:
    """What is as it was is not said again: each remark is kept with its moment."""
    known = {one.hotspot_id: one for one in _listed(bench)}
    if hotspot_id not in known:
        msg = "This hotspot is not in the last publication. Load the page again."
        raise ParameterError(msg)
    public_names = [place.name for place in bench.ground().gazetteer.places]
    held = known[hotspot_id]
    with bench.register() as register:
        for kind, before in (("name", held.name), ("zone", held.zone)):
            words = chosen_words(said[kind], public_names=public_names)
            if words != before:
                remark = Remark(
                    hotspot_id=hotspot_id, said=words, said_by=said_by, said_at=bench.clock()
                )
                register.remark("name" if kind == "name" else "zone", remark)
