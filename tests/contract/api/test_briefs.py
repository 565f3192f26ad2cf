"""Briefs over HTTP: only one's own areas, the same refusal for all others, four formats."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import docx
import pypdf
import pytest

from api.policy import AREA_READERS, RULES, Who
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World
    from httpx import Response

    from hotspots.release import Release

EAST, WEST, MISSING = "E05000001", "E05000002", "E05000003"
PATHS = sorted(path for (_, path), rule in RULES.items() if rule.who is Who.AREA_READERS)
OWN = {Audience.PARTNER: "Partnermark Arcade", Audience.BRIEF: "Briefmark Market"}
MARKS = ("partnermark", "shared square", "briefmark", "westmark", "publicmark")


def text_of(answer: Response) -> str:
    """All the words of an answer, whatever its format."""
    kind = answer.headers.get("content-type", "")
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(_file(answer)).pages)
    if "wordprocessingml" in kind:
        document = docx.Document(_file(answer))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(one.text for one in document.paragraphs), *cells])
    return answer.text


def _file(answer: Response) -> io.BytesIO:
    return io.BytesIO(answer.content)


def test_every_format_has_a_row() -> None:
    stem = "/v1/areas/{area_code}/brief"
    assert sorted([stem, *(f"{stem}.{form}" for form in ("html", "json", "pdf", "docx"))]) == PATHS


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("audience", AREA_READERS)
def test_an_area_s_readers_get_its_brief_and_no_other_area_s(
    world: World, path: str, audience: Audience
) -> None:
    client = world.client(audience, EAST)
    answer = client.get(path.format(area_code=EAST))
    assert answer.status_code == 200
    words = text_of(answer)
    assert OWN[audience] in words
    assert "East ward" in words
    others = [mark for mark in MARKS if mark not in OWN[audience].lower()]
    assert not [mark for mark in others if mark in words.lower()]
    everything = words + str(answer.headers)
    assert not [digest for digest in world.digests.values() if digest in everything]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("audience", AREA_READERS)
def test_another_s_area_and_a_missing_one_are_refused_alike(
    world: World, path: str, audience: Audience
) -> None:
    client = world.client(audience, EAST)
    one, other = (client.get(path.format(area_code=code)) for code in (WEST, MISSING))
    assert (one.status_code, other.status_code) == (404, 404)
    assert one.content == other.content
    heads = [{k: v for k, v in r.headers.items() if k != "x-request-id"} for r in (one, other)]
    assert heads[0] == heads[1]


@pytest.mark.parametrize("path", PATHS)
def test_nobody_else_may(world: World, path: str) -> None:
    address = path.format(area_code=EAST)
    assert world.client().get(address).status_code == 401
    assert world.client(Audience.PUBLIC).get(address).status_code == 403
    assert world.client(Audience.PUBLIC).get(path.format(area_code=MISSING)).status_code == 403
    assert world.client(Audience.OPEN_DATA).get(address).status_code == 403


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_changed(world: World, path: str, method: str) -> None:
    answer = world.client(Audience.PARTNER).request(method, path.format(area_code=EAST))
    assert answer.status_code == 405


def test_a_partner_without_areas_gets_any_fixed_area_and_no_invented_one(world: World) -> None:
    client = world.client(Audience.PARTNER)
    assert client.get(f"/v1/areas/{WEST}/brief").status_code == 200
    assert client.get(f"/v1/areas/{MISSING}/brief").status_code == 404


def test_two_areas_of_one_reader_give_the_same_brief_as_one_alone(world: World) -> None:
    one, both = world.client(Audience.BRIEF, EAST), world.client(Audience.BRIEF, EAST, WEST)
    path = f"/v1/areas/{EAST}/brief.json"
    assert one.get(path).content == both.get(path).content


def test_an_area_where_nothing_is_shown_has_its_brief(
    empty_world: World, make_release: Callable[..., Release]
) -> None:
    empty_world.seal(make_release(Audience.BRIEF))
    answer = empty_world.client(Audience.BRIEF, EAST).get(f"/v1/areas/{EAST}/brief.json")
    assert answer.status_code == 200
    assert answer.json()["places"] == []
    assert "No place in this area is shown." in answer.json()["lead"]


def test_before_anything_is_released_there_is_no_brief(empty_world: World) -> None:
    client = empty_world.client(Audience.BRIEF, EAST)
    assert client.get(f"/v1/areas/{EAST}/brief").status_code == 404


def test_the_page_may_run_nothing_and_ask_nobody(world: World) -> None:
    answer = world.client(Audience.BRIEF, EAST).get(f"/v1/areas/{EAST}/brief.html")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'none'" in policy
    assert "default-src 'none'" in policy
    assert "<script" not in answer.text
    assert answer.headers["cache-control"] == "private, no-store"


def test_files_are_handed_over_under_the_area_s_code(world: World) -> None:
    client = world.client(Audience.BRIEF, EAST)
    answer = client.get(f"/v1/areas/{EAST}/brief.pdf")
    assert answer.headers["content-disposition"] == f'attachment; filename="brief-{EAST}.pdf"'


def test_whom_to_call_is_the_service_s_setting(world: World) -> None:
    app = world.app(contacts=("Missing co-ordinator: 01332 000000",))
    answer = world.client(Audience.BRIEF, EAST, app=app).get(f"/v1/areas/{EAST}/brief.json")
    assert "Missing co-ordinator: 01332 000000" in answer.json()["contacts"]


def test_who_has_the_bytes_already_gets_none(world: World) -> None:
    client, path = world.client(Audience.BRIEF, EAST), f"/v1/areas/{EAST}/brief.json"
    etag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")


def test_a_reading_is_in_the_audit_trail_by_area_and_digest(world: World) -> None:
    client = world.client(Audience.BRIEF, EAST)
    digest = client.get(f"/v1/areas/{EAST}/brief.json").json()["digest"]
    client.get(f"/v1/areas/{WEST}/brief.json")
    events = [recorded.event for recorded in world.access.audit_events()]
    read = [(e.object_id, e.decision) for e in events if e.action == "read.brief"]
    assert read == [(f"{EAST}.{digest}", "allowed"), ("absent", "denied")]


def test_the_service_loads_neither_typst_nor_word(world: World) -> None:
    assert world.releases is not None
    code = "import json, sys, api.app; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603 - our own program
    loaded: list[Any] = json.loads(done.stdout)
    assert "hotspots.brief" in loaded
    assert not {"typst", "docx", "matplotlib", "hotspots.brief.papers"} & set(loaded)


def test_a_file_that_cannot_be_made_is_a_calm_503(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.workroom._PAPERS", "hotspots.brief.no_such_module")
    answer = world.client(Audience.BRIEF, EAST).get(f"/v1/areas/{EAST}/brief.pdf")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
