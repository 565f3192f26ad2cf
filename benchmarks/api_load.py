"""The service under load on loopback: requests a second and p99, and what each safeguard costs.

The releases are synthetic. `--pygeoapi PYTHON` names the interpreter of a virtual
environment with pygeoapi, which then serves the same GeoJSON in the same run: rounds
alternate, ratios are taken round by round, best and median are printed. Make one with

    python -m venv /tmp/peer && /tmp/peer/bin/pip install 'pygeoapi==0.21.*' uvicorn starlette

Example: python benchmarks/api_load.py --seconds 4 --pygeoapi /tmp/peer/bin/python
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from api_load_client import Ask, Load, etag, load
from api_load_servers import VARIANTS, Server, ours, ours_in_part, prepared, pygeoapi

_PAGE = 100
_GEOJSON = {"Accept": "application/geo+json"}
_ITEMS = "/ogc/collections/hotspots/items?f=json&limit={limit}"
_PEER_ITEMS = "/collections/hotspots/items?f={form}&limit={limit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """How long a round is, on how many connections, and how many there are."""

    seconds: float
    connections: int
    count: int

    def warm(self, *asks: Ask) -> None:
        """A short round of each that does not count."""
        for ask in asks:
            load(ask, seconds=0.5, connections=self.connections)

    def of(self, *asks: Ask) -> list[tuple[Load, ...]]:
        """Rounds of these by turns."""
        return [
            tuple(load(a, seconds=self.seconds, connections=self.connections) for a in asks)
            for _ in range(self.count)
        ]


def measure(count: int, rounds: Rounds, python: str | None) -> None:
    """The tables of one release."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as held:
        folder = Path(name)
        key = prepared(folder, count)
        server = held.enter_context(ours(folder))
        peer = held.enter_context(pygeoapi(python, folder, count)) if python else None
        print(f"\n{count} hotspots. Start-up {server.start_s:.2f} s, {server.resident_mb:.0f} MB")
        if peer:
            print(f"pygeoapi: start-up {peer.start_s:.2f} s, {peer.resident_mb:.0f} MB")
        beside(count, server, peer, key=key, rounds=rounds)
        print(f"\nMemory after the load: {server.resident_mb:.0f} MB")
    costs(count, rounds)


def beside(
    count: int, server: Server, peer: Server | None, *, key: dict[str, str], rounds: Rounds
) -> None:
    """Each kind of answer, and the peer's that comes nearest to it."""
    print("\n| what | requests/s | p99 ms | pygeoapi | p99 ms | ratio best, median | p99 ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    page, whole = (_ITEMS.format(limit=limit) for limit in (_PAGE, count))
    known = {
        path: etag(Ask(port=server.port, path=path, headers=key)) for path in (page, "/v1/hotspots")
    }
    rows: tuple[tuple[str, str, dict[str, str], tuple[str, int]], ...] = (
        ("hotspots", "/v1/hotspots", {}, ("json", count)),
        (
            "hotspots, 304",
            "/v1/hotspots",
            {"If-None-Match": known["/v1/hotspots"]},
            ("json", count),
        ),
        ("OGC items, a page of 100", page, {}, ("json", _PAGE)),
        ("OGC items, all", whole, {}, ("json", count)),
        ("OGC items, 304", page, {"If-None-Match": known[page]}, ("json", _PAGE)),
        ("map HTML", "/maps/latest", {}, ("html", _PAGE)),
    )
    for what, path, extra, (form, limit) in rows:
        own = Ask(port=server.port, path=path, headers=key | extra)
        rounds.warm(own)
        if peer is None:
            show(what, rounds.of(own))
            continue
        address = _PEER_ITEMS.format(form=form, limit=limit)
        other = Ask(port=peer.port, path=address, headers=_GEOJSON if form == "json" else {})
        rounds.warm(other)
        show(what, rounds.of(own, other))


def costs(count: int, rounds: Rounds) -> None:
    """What each safeguard takes of a request, one after the other put back."""
    print("\n| /v1/hotspots with | requests/s | p99 ms | processor µs for a request |")
    print("|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name, ExitStack() as held:
        folder = Path(name)
        key = prepared(folder, count)
        servers = [held.enter_context(ours_in_part(variant, folder)) for variant in VARIANTS]
        asks = [Ask(port=one.port, path="/v1/hotspots", headers=key) for one in servers]
        rounds.warm(*asks)
        before = [one.computed_s for one in servers]
        of_each = list(zip(*rounds.of(*asks), strict=True))
        took = [one.computed_s - was for one, was in zip(servers, before, strict=True)]
    for variant, loads, computed_s in zip(VARIANTS, of_each, took, strict=True):
        per_second = median(one.per_second for one in loads)
        p99_ms = median(one.p99_ms for one in loads)
        requests = sum(one.per_second for one in loads) * rounds.seconds
        each = f"{1e6 * computed_s / requests:.0f}"
        print(f"| {variant} | {per_second:.0f} | {p99_ms:.1f} | {each} |")


def show(what: str, rounds: list[tuple[Load, ...]]) -> None:
    """One row of the table."""
    row = [what]
    for loads in zip(*rounds, strict=True):
        row.append(f"{median(one.per_second for one in loads):.0f}")
        row.append(f"{median(one.p99_ms for one in loads):.1f}")
    if len(rounds[0]) > 1:
        ratios = [own.per_second / other.per_second for own, other in rounds]
        late = median(own.p99_ms / other.p99_ms for own, other in rounds)
        row += [f"{max(ratios):.1f}, {median(ratios):.1f}", f"{late:.2f}"]
    print("| " + " | ".join(row) + " |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The service under load.")
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--hotspots", type=int, nargs="+", default=[7, 10_000])
    parser.add_argument("--pygeoapi", help="python of an environment with pygeoapi")
    chosen = parser.parse_args()
    rounds = Rounds(seconds=chosen.seconds, connections=chosen.connections, count=chosen.rounds)
    for count in chosen.hotspots:
        measure(count, rounds, chosen.pygeoapi)


if __name__ == "__main__":
    main()
