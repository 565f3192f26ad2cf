"""What a run leaves in its folders: one for each audience, and the co-ordinator's own."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from hotspots.brief import AREAS_LAYER
from hotspots.brief.papers import write_briefs
from hotspots.export import write_release
from hotspots.map import render_map
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.boundaries import Boundaries
    from hotspots.brief import BriefTerms
    from hotspots.brief.areas import SavedAreas
    from hotspots.pipeline.workspace import Workspace
    from hotspots.release import Release

WARDS_LAYER = "wards.geojson"


def layers_of(
    boundaries: Boundaries, context: Release | None, areas: SavedAreas | None = None
) -> Mapping[str, bytes]:
    """What maps and briefs need beside their release: the wards, and what else there is.

    Args:
        boundaries: the wards.
        context: the open-data layer, if there is one.
        areas: the saved areas of the release's day.
    """
    wards = json.dumps(boundaries.geojson, sort_keys=True, separators=(",", ":")).encode()
    layers = {WARDS_LAYER: wards}
    if context is not None:
        layers["context.json"] = context.canonical_bytes()
    if areas is not None and areas.areas:
        layers[AREAS_LAYER] = areas.layer()
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
) -> None:
    """Write one audience's folder: the map and the files, all of them made from the release."""
    folder = workspace.audience(release.audience)
    folder.mkdir(parents=True, exist_ok=True)
    write_release(release, folder, digest=digest)
    page = render_map(release, wards=boundaries.geojson, context=context)
    with written_whole(folder / "map.html") as part:
        part.write_bytes(page.encode())


def write_area_briefs(
    release: Release,
    workspace: Workspace,
    *,
    layers: Mapping[str, bytes],
    terms: BriefTerms | None = None,
) -> None:
    """Write the brief of each ward and saved area into its audience's folder.

    Args:
        release: what the audience may see.
        workspace: where the folders are.
        layers: those that the release is sealed with.
        terms: whom the briefs' readers are to call.
    """
    saved = layers.get(AREAS_LAYER)
    write_briefs(
        release,
        workspace.audience(release.audience) / "areas",
        wards=json.loads(layers[WARDS_LAYER]),
        saved=None if saved is None else json.loads(saved),
        terms=terms,
    )
