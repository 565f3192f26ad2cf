"""The bill of materials, CycloneDX 1.6 as JSON: everything that is installed with the program.

    python scripts/sbom.py --out dist/hotspots.cdx.json

Made from `requirements.lock` (versions, hashes, what needs what), the metadata of what is
installed (licences) and the record of the one library that lies in the tree. The same
lock gives the same bytes: it has no moment in it, and its serial number is of its contents. It
names packages by their package URL and no registry's address. What is needed for
development alone is marked `excluded`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import uuid
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
_SPACE = uuid.UUID("6f1d0a0e-6d0c-5f2c-9c64-0f9a3b8a5d11")
_OWN = "hotspots"
_PINNED = re.compile(r"^([\w.-]+)==([\w.!+-]+)(?: ; (.*?))? \\$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^    #(?: via|  ) +([\w.-]+)(?: \((.*)\))?$")


@dataclass(frozen=True)
class Pinned:
    """One entry of the lock; `via` are those who need it, our own project's list by its name."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    via: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """The package URL, which names it whatever registry it came from."""
        return f"pkg:pypi/{self.name.lower().replace('_', '-')}@{self.version}"


def read_lock(text: str) -> tuple[Pinned, ...]:
    """The entries of a lock as `uv pip compile --generate-hashes` writes it.

    Raises:
        ValueError: an entry without a hash, or a line that is none of ours.
    """
    entries = []
    for block in re.split(r"\n(?=\S)", text.strip()):
        first, *rest = block.splitlines()
        found = _PINNED.match(first)
        hashes = tuple(_HASH.findall(block))
        if found is None or not hashes:
            msg = f"not a pinned package with its hashes: {first}"
            raise ValueError(msg)
        via = tuple((m[1], m[2] or "") for line in rest if (m := _VIA.match(line)))
        entries.append(Pinned(found[1], found[2], found[3] or "", hashes, via))
    return tuple(entries)


def needed_at_run_time(entries: Sequence[Pinned]) -> frozenset[str]:
    """The names of all that the program itself needs, directly or through others."""
    needed = {e.name for e in entries if any(_is_direct(one) for one in e.via)}
    while more := {e.name for e in entries if needed & {who for who, _ in e.via}} - needed:
        needed |= more
    return frozenset(needed)


def _is_direct(via: tuple[str, str]) -> bool:
    name, where = via
    return name == _OWN and where == "pyproject.toml"


def licence(name: str) -> str:
    """The licence as the package states it; empty where it is not installed or states none."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    classified = [
        one.rpartition(" :: ")[2]
        for one in told.get_all("Classifier") or ()
        if one.startswith("License ::")
    ]
    stated = told.get("License-Expression") or ", ".join(classified) or told.get("License") or ""
    return stated.strip().partition("\n")[0]


def bill(entries: Sequence[Pinned], *, version: str, vendored: Mapping[str, Any]) -> dict[str, Any]:
    """The bill as CycloneDX has it."""
    needed = needed_at_run_time(entries)
    own = f"pkg:generic/{_OWN}@{version}"
    # Of one name there may be several versions, each for its platforms.
    by_name = {one.name: [e.url for e in entries if e.name == one.name] for one in entries}
    by_name[_OWN] = [own]
    needs: dict[str, set[str]] = {own: set()} | {one.url: set() for one in entries}
    for entry in entries:
        for who, where in entry.via:
            if who != _OWN or where == "pyproject.toml":
                for parent in by_name.get(who, ()):
                    needs[parent].add(entry.url)
    components = [_component(one, is_needed=one.name in needed) for one in entries]
    components.append(_vendored(vendored))
    needs[own].add(components[-1]["bom-ref"])
    body = {
        "metadata": {
            "component": {"type": "application", "bom-ref": own, "name": _OWN, "version": version}
        },
        "components": sorted(components, key=lambda one: str(one["bom-ref"])),
        "dependencies": [
            {"ref": ref, "dependsOn": sorted(whom)} for ref, whom in sorted(needs.items())
        ],
    }
    serial = uuid.uuid5(_SPACE, json.dumps(body, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    return head | {"serialNumber": f"urn:uuid:{serial}"} | body


def _component(entry: Pinned, *, is_needed: bool) -> dict[str, Any]:
    told = licence(entry.name)
    properties = [{"name": "lock:sha256", "value": one} for one in sorted(entry.hashes)]
    if entry.marker:
        properties.append({"name": "lock:only-where", "value": entry.marker})
    component = {
        "type": "library",
        "bom-ref": entry.url,
        "name": entry.name,
        "version": entry.version,
        "scope": "required" if is_needed else "excluded",
        "purl": entry.url,
        "properties": properties,
    }
    return component | ({"licenses": [{"license": {"name": told}}]} if told else {})


def _vendored(record: Mapping[str, Any]) -> dict[str, Any]:
    script = record["leaflet.js"]
    url = f"pkg:npm/leaflet@{script['version']}"
    return {
        "type": "library",
        "bom-ref": url,
        "name": "leaflet",
        "version": script["version"],
        "scope": "required",
        "purl": url,
        "licenses": [{"license": {"name": script["licence"]}}],
        "properties": [
            {"name": f"vendored:sha256:{file}", "value": one["sha256"]}
            for file, one in sorted(record.items())
        ],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the bill, or print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--out", type=Path, help="a file; standard output if none is named")
    out: Path | None = parser.parse_args(arguments).out
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sources = ROOT / "hotspots" / "map" / "assets" / "SOURCES.toml"
    made = bill(
        read_lock((ROOT / "requirements.lock").read_text(encoding="utf-8")),
        version=project["version"],
        vendored=tomllib.loads(sources.read_text(encoding="utf-8")),
    )
    text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    if out is None:
        print(text, end="")
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        print(f"{len(made['components'])} components in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
