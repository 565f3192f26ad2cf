"""What a run leaves in its folders: one for each audience, and the co-ordinator's own."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from hotspots.brief.papers import write_briefs
from hotspots.export import write_release
from hotspots.map import render_map
from hotspots.release import Audience
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.boundaries import Boundaries
    from hotspots.brief import BriefTerms
    from hotspots.pipeline.workspace import Workspace
    from hotspots.release import Release


def layers_of(boundaries: Boundaries, context: Release | None) -> Mapping[str, bytes]:
    """What a map needs beside its release: the wards, and the context layer if there is one."""
    wards = json.dumps(boundaries.geojson, sort_keys=True, separators=(",", ":")).encode()
    layers = {"wards.geojson": wards}
    if context is not None:
        layers["context.json"] = context.canonical_bytes()
    return layers


def checksums(layers: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """Each layer's name and SHA-256, in the order of the names."""
    return tuple((name, sha256(data).hexdigest()) for name, data in sorted(layers.items()))


def write_shared(
    release: Release,
    digest: str,
    workspace: Workspace,
    *,
    boundaries: Boundaries,
    context: Release | None,
    terms: BriefTerms | None = None,
) -> None:
    """Write one audience's folder: the map and the files, all of them made from the release.

    The briefs' folder holds the brief of each area as well, on the `terms` given.
    """
    folder = workspace.audience(release.audience)
    folder.mkdir(parents=True, exist_ok=True)
    write_release(release, folder, digest=digest)
    if release.audience is Audience.BRIEF:
        write_briefs(release, folder / "areas", wards=boundaries.geojson, terms=terms)
    page = render_map(release, wards=boundaries.geojson, context=context)
    with written_whole(folder / "map.html") as part:
        part.write_bytes(page.encode())
