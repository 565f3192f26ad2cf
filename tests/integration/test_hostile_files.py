"""Files that are made to do harm, through the real commands and beside a running service.

Everything in them is made up.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

import httpx2
import openpyxl
import pytest

from hotspots.errors import InputError
from hotspots.ingest import Pseudonymiser, load_profile, read_episodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

HEADING = ["Child ID", "Status", "Missing From Date", "Missing From Time", "Return Date"]
ROW = ["SYN-1", "Missing", "01/03/2021", "17:05", "02/03/2021"]


def bomb(sheet_end: bytes) -> bytes:
    """A good workbook in whose sheet this comes before the end of the rows."""
    book, plain, out = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(HEADING)
    sheet.append(ROW)
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                content = content.replace(b"</sheetData>", sheet_end + b"</sheetData>")
            new.writestr(name, content)
    return out.getvalue()


BOMBS = {
    "unpacks.xlsx": lambda: bomb(b"<!--" + b"A" * 90_000_000 + b"-->"),
    "rows.xlsx": lambda: bomb(b"".join(b'<row r="%d"/>' % n for n in range(3, 400_000))),
    "wide.xlsx": lambda: bomb(b'<row r="9"><c r="XFD9" t="str"><v>x</v></c></row>'),
    "laughs.xlsx": lambda: bomb(b"<!DOCTYPE a [<!ENTITY b 'c'>]>"),
}


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a service with nothing in it that answers."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("HOTSPOTS_")}
    told |= {
        "HOTSPOTS_RELEASE_URL": f"sqlite:///{folder}/releases.db",
        "HOTSPOTS_ACCESS_URL": f"sqlite:///{folder}/access.db",
        "HOTSPOTS_SECRETS_FOLDER": str(folder / "keys"),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "api", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, env=told, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own module
        try:
            give_up = time.monotonic() + 90
            while not answers(f"{address}/healthz"):
                assert child.poll() is None
                assert time.monotonic() < give_up
                time.sleep(0.1)
            yield address
        finally:
            child.kill()


def answers(address: str) -> bool:
    try:
        return httpx2.get(address, timeout=10).status_code == 200
    except httpx2.TransportError:
        return False


def test_bombs_are_refused_by_the_command_while_the_service_answers(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    refused, asked, stop = [], [], Event()
    with serving(tmp_path) as address:

        def ask() -> None:
            while not stop.is_set():
                asked.append(answers(f"{address}/healthz"))
                time.sleep(0.05)

        asking = Thread(target=ask)
        asking.start()
        try:
            for name, made in BOMBS.items():
                path = tmp_path / name
                path.write_bytes(made())
                refused.append(cli("run", path, "--out", tmp_path / "out"))
        finally:
            stop.set()
            asking.join()
    for name, result in zip(BOMBS, refused, strict=True):
        assert isinstance(result.exception, InputError)
        assert result.exception.file == name
        assert result.exception.mend
    assert len(asked) > 10
    assert all(asked)


VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".geojson", ".gpkg", ".shp", ".vrt", ".json"])
@pytest.mark.parametrize("command", ["run", "boundaries import", "gazetteer import"])
def test_a_virtual_file_never_leads_to_another(
    tmp_path: Path, cli: Callable[..., Result], command: str, ending: str
) -> None:
    """GDAL would follow it to a file of this machine, or to an address."""
    secret = tmp_path / "secret.csv"
    secret.write_text("name,category,easting,northing\nSecret Place,park,435000,336000\n")
    path, out = tmp_path / f"upload{ending}", tmp_path / "out.csv"
    path.write_bytes(VRT.replace(b"{secret}", str(secret).encode()))
    arguments = [*command.split(), path, "--out", out]
    result = cli(*arguments)
    assert isinstance(result.exception, InputError), result.output
    assert "Secret Place" not in f"{result.exception}{result.output}"
    assert not out.is_file()


NAMES = [
    "a\u202egnp.csv",
    "a\nb.csv",
    "a\x1b[31mb.csv",
    "; rm -rf x.csv",
    "$(id).csv",
    "-rf.csv",
    "--help.csv",
    "%s%n.csv",
    "=cmd|'x'!A1.csv",
    "<script>.csv",
    os.fsdecode(b"\xff\xfe.csv"),
    "x" * 240 + ".csv",
]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_file_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(f"{','.join(HEADING)}\n{','.join(ROW)}\n", encoding="utf-8")
    batch = read_episodes(
        [path], profile=load_profile("case-system"), pseudonymiser=Pseudonymiser(bytes(32))
    )
    (ledger,) = batch.ledgers
    assert (ledger.kept, ledger.rejected) == (1, 0)
    assert ledger.file.isprintable()
    ledger.file.encode("utf-8")
    path.write_bytes(b"\0\xff\x81")
    with pytest.raises(InputError) as refusal:
        read_episodes(
            [path], profile=load_profile("case-system"), pseudonymiser=Pseudonymiser(bytes(32))
        )
    assert str(refusal.value).isprintable()
    str(refusal.value).encode("utf-8")
