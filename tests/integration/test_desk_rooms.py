"""The desk over the demo: what a co-ordinator does in a week, and what is refused."""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from desk.app import create_desk
from desk.bench import Bench
from desk.door import Door
from desk.jobs import Jobs
from desk.pages import Pages
from hotspots.pipeline import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from httpx2 import Response

    from .conftest import Done

ORIGIN = "http://127.0.0.1:8010"
OPTIONS: dict[str, Any] = {
    "gazetteer": None, "boundaries": None, "register_url": None, "release_url": None,
    "profile": "case-system", "context": None, "eps_m": None, "min_samples": None,
    "min_children": 2, "max_per_child": None, "baseline_from": None, "baseline_to": None,
    "control": None,
}  # fmt: skip
PERIOD = {"first": "2021-01-01", "last": "30/06/2021"}
HEADING = "Episode ID,Child ID,Status,Missing From Date,Missing From Time,Return Date,Return Time"
ROW = "N1,SYN-900,Missing,01/06/2021,17:05,01/06/2021,21:10"


@dataclass
class Person:
    """Somebody at the desk, with a browser."""

    client: TestClient

    def see(self, path: str) -> str:
        """A page's words."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        return unescape(answer.text)

    def send(self, path: str, *, files: Any = None, **fields: str) -> Response:  # noqa: ANN401 - as httpx has it
        """A form, with the token that the pages give this person."""
        token = re.search(r'name="form_token" value="([^"]+)"', self.see("/"))
        assert token is not None
        return self.client.post(path, data={"form_token": token[1]} | fields, files=files)

    def upload(self, name: str, content: bytes) -> str:
        """Give a file, wait, and see what became of it."""
        sent = self.send("/weekly", files={"file": (name, content)})
        if sent.status_code != 303:
            return unescape(sent.text)
        self.wait()
        return self.see("/weekly")

    def wait(self) -> None:
        """Until nothing is being done."""
        for _ in range(600):
            if not self.client.get("/work/state").json()["running"]:
                return
            assert "Being done" in self.see("/work")
            time.sleep(0.05)
        pytest.fail("it went on for half a minute")

    def look(self) -> str:
        """Look at the demo's second half-year; returns the digests that the page carries."""
        assert self.send("/look", **PERIOD).status_code == 303
        self.wait()
        found = re.search(r'name="digests" value="([^"]+)"', self.see("/look"))
        assert found is not None, self.see("/look")
        return found[1]


@pytest.fixture
def out(demo: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(demo.out, tmp_path / "out")
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path / "out" / "keys"))
    return tmp_path / "out"


@pytest.fixture
def open_desk(out: Path) -> Iterator[Callable[..., tuple[Person, Person]]]:
    jobs: list[Jobs] = []

    def opened(*, needs_two: bool = False) -> tuple[Person, Person]:
        door, workspace = Door(), Workspace(out)
        jobs.append(Jobs(workspace.inside / "desk"))
        bench = Bench(
            workspace=workspace, options=OPTIONS | {"out": out}, door=door, jobs=jobs[-1],
            pages=Pages(), clock=lambda: datetime.now(tz=UTC), needs_two=needs_two,
        )  # fmt: skip
        app = create_desk(bench, port=8010)
        people = []
        for secret in door.invite(["A. Example", "B. Example"], now=bench.clock()).values():
            client = TestClient(
                app, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False
            )
            assert client.post("/enter", data={"token": secret}).status_code == 303
            people.append(Person(client))
        return people[0], people[1]

    yield opened
    for one in jobs:
        one.close()


def test_the_weeks_file_is_kept_rejected_and_told(
    open_desk: Callable[..., tuple[Person, Person]], out: Path
) -> None:
    person, _ = open_desk()
    file = f"{HEADING}\n{ROW}\nN2,SYN-901,Missing,31/02/2021,17:05,,\n".encode()
    page = person.upload("../../week 23<b>.csv", file)
    assert "2 rows = 1 kept + 1 rejected" in page
    assert "Row 3" in page
    assert "Missing From Date" in page
    assert "SYN-90" not in page
    assert "361 episodes" in person.see("/")
    rejects = person.client.get("/weekly/rejects.csv")
    assert "attachment" in rejects.headers["content-disposition"]
    assert b"SYN-90" not in rejects.content
    again = person.upload("week.csv", file)
    assert re.search(r"As before</dt><dd>1<", again)
    corrected = person.upload("week.csv", file.replace(b"21:10", b"22:10"))
    assert re.search(r"Corrected</dt><dd>1<", corrected)
    assert not list((out / "inside" / "desk").glob("upload-*"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("week.exe", b"MZ", "not read"),
        ("week.csv", b"", "empty"),
        ("week.xlsx", b"PK\x03\x04 not a workbook", "This was not done|refused"),
        ("", b"", "No file was chosen"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(
    open_desk: Callable[..., tuple[Person, Person]], name: str, content: bytes, told: str
) -> None:
    person, _ = open_desk()
    page = person.upload(name, content)
    assert re.search(told, page), page
    assert "360 episodes" in person.see("/")


def test_a_settled_text_is_known_from_then_on(
    open_desk: Callable[..., tuple[Person, Person]],
) -> None:
    person, _ = open_desk()
    queue = person.see("/settle")
    asked = re.findall(r'href="(/settle/[0-9a-f]{20})"><bdi>([^<]+)</bdi>', queue)
    assert len(asked) > 10
    page, text = next((one for one in asked if one[1].casefold() == "aldi"), asked[0])
    shown = person.see(page)
    assert 'viewBox="4' in shown
    assert "Aldi Alvaston" in shown
    following = person.send(page, chosen="aldi-alvaston", typed="")
    assert following.headers["location"].startswith("/settle/")
    for chosen, typed in (
        ("private", ""),
        ("", "435601, 336203"),
        ("outside", "Derby Bus Station"),
    ):
        page_now = following.headers["location"]
        following = person.send(page_now, chosen=chosen, typed=typed)
        assert following.status_code == 303
    after = person.see("/settle")
    settled = after.partition("What was settled")[2]
    for answer in ("Aldi Alvaston", "private", "435601, 336203", "Derby Bus Station"):
        assert answer in settled
    assert "A. Example" in settled
    assert person.client.get(page).status_code == 422  # no longer in doubt
    assert person.send("/forget", text=text).status_code == 303
    assert page in person.see("/settle")
    assert person.send("/forget", text=text).status_code == 422


@pytest.mark.parametrize("answer", ["", "nowhere that anybody knows", "9999999, 1", "Lidl"])
def test_an_answer_that_says_nothing_is_refused(
    open_desk: Callable[..., tuple[Person, Person]], answer: str
) -> None:
    person, _ = open_desk()
    page = re.findall(r"/settle/[0-9a-f]{20}", person.see("/settle"))[0]
    refused = person.send(page, chosen="", typed=answer)
    assert refused.status_code == 422
    assert "not done" in refused.text
    assert person.client.get(page).status_code == 200


def test_the_last_text_leads_back_to_the_list(
    open_desk: Callable[..., tuple[Person, Person]],
) -> None:
    person, _ = open_desk()
    page = re.findall(r"/settle/[0-9a-f]{20}", person.see("/settle"))[0]
    for _ in range(40):
        page = person.send(page, chosen="no information").headers["location"]
        if page == "/settle":
            break
    assert "No text is in doubt" in person.see("/settle")


def test_what_was_looked_at_is_published_and_nothing_else(
    open_desk: Callable[..., tuple[Person, Person]], out: Path
) -> None:
    person, _ = open_desk()
    assert "no report yet" not in person.see("/look/report.html")
    digests = person.look()
    page = person.see("/look")
    for words in ("Derby Bus Station", "withheld, and why", "Publish exactly this"):
        assert words in page
    assert person.send("/publish", digests="other").status_code == 422
    settle = re.findall(r"/settle/[0-9a-f]{20}", person.see("/settle"))[0]
    person.send(settle, typed="Markeaton Park")
    assert person.send("/publish", digests=digests).status_code == 303
    person.wait()
    assert "no longer what was looked at" in person.see("/publish")
    digests = person.look()
    person.send("/publish", digests=digests)
    person.wait()
    page = person.see("/publish")
    assert "Published:" in page or "released before" in page, page
    assert (out / "partner" / "map.html").is_file()


def test_two_people_publish(open_desk: Callable[..., tuple[Person, Person]], out: Path) -> None:
    first, second = open_desk(needs_two=True)
    digests = first.look()
    assert first.send("/publish", digests=digests).headers["location"] == "/publish"
    assert "asks for approval" in second.see("/")
    own = first.send("/publish/approve", digests=digests)
    assert "cannot approve it" in unescape(own.text)
    assert second.send("/publish/approve", digests="other").status_code == 422
    assert second.send("/publish/approve", digests=digests).status_code == 303
    second.wait()
    page = second.see("/publish")
    assert "by A. Example and B. Example" in page
    (line,) = (out / "inside" / "desk" / "published.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["by"] == "A. Example and B. Example"
    assert sorted(json.loads(line)["releases"]) == digests.split(",")
    assert "asks for approval" not in page
    assert second.send("/publish/approve", digests=digests).status_code == 422


def test_a_proposal_can_be_declined(open_desk: Callable[..., tuple[Person, Person]]) -> None:
    first, second = open_desk(needs_two=True)
    first.send("/publish", digests=first.look())
    assert second.send("/publish/decline").status_code == 303
    assert "asks for approval" not in first.see("/publish")


@pytest.mark.parametrize("first", ["2021-13-01", "yesterday", "1/1"])
def test_a_day_that_is_none_is_refused(
    open_desk: Callable[..., tuple[Person, Person]], first: str
) -> None:
    person, _ = open_desk()
    assert person.send("/look", first=first, last="2021-06-30").status_code == 422


def test_a_name_is_kept_and_a_home_is_never_one(
    open_desk: Callable[..., tuple[Person, Person]], cli: Callable[..., Result], out: Path
) -> None:
    person, _ = open_desk()
    hotspot = re.findall(r'name="hotspot_id" value="([^"]+)"', person.see("/names"))[0]
    assert (
        person.send("/names", hotspot_id=hotspot, name="The shops", zone="South").status_code == 303
    )
    assert 'value="The shops"' in person.see("/names")
    assert "The shops" in cli("hotspot", "list", "--out", out).stdout
    for name in ("12 Acacia Avenue", "The children's home", "DE24 8AA"):
        assert person.send("/names", hotspot_id=hotspot, name=name, zone="").status_code == 422
    assert person.send("/names", hotspot_id="other", name="x", zone="").status_code == 422


def test_a_release_is_withdrawn(
    open_desk: Callable[..., tuple[Person, Person]], cli: Callable[..., Result], out: Path
) -> None:
    person, _ = open_desk()
    digest = re.findall(r'name="digest" value="([0-9a-f]{64})"', person.see("/withdraw"))[0]
    assert person.send("/withdraw", digest=digest, reason="").status_code == 422
    assert (out / "partner").exists()
    assert person.send("/withdraw", digest=digest, reason="wrong boundaries").status_code == 303
    assert digest not in person.see("/withdraw")
    assert not (out / "partner").exists()
    listed = cli("withdraw", "--list", "--out", out).stdout
    assert digest[:12] not in listed
    other = listed.split("\t", maxsplit=1)[0]
    done = cli("withdraw", other, "--by", "MPC", "--reason", "as above", "--out", out)
    assert "Tell those who printed" in done.stdout
    refused = cli("withdraw", other, "--by", "MPC", "--reason", "again", "--out", out)
    assert "No release is named so" in str(refused.exception)
    assert cli("audit", "verify", "--out", out).exit_code == 0


def test_an_empty_folder_has_nothing_to_name_or_withdraw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path / "keys"))
    workspace = Workspace(tmp_path / "out")
    workspace.prepare()
    door, jobs = Door(), Jobs(workspace.inside / "desk")
    bench = Bench(
        workspace=workspace, options=OPTIONS | {"out": workspace.root}, door=door, jobs=jobs,
        pages=Pages(), clock=lambda: datetime.now(tz=UTC),
    )  # fmt: skip
    client = TestClient(create_desk(bench, port=8010), base_url=ORIGIN, headers={"origin": ORIGIN})
    client.post("/enter", data={"token": door.invite(["A"], now=bench.clock())["A"]})
    person = Person(client)
    assert "nothing to name" in person.see("/names")
    assert "Nothing is published" in person.see("/withdraw")
    assert "No text is in doubt" in person.see("/settle")
    for path in ("/weekly/rejects.csv", "/look/report.html"):
        assert client.get(path).status_code == 422
    jobs.close()
