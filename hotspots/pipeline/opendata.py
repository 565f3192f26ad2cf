"""Open street-level records to a context layer: the same clustering, and no person in it.

Kept apart from `run` on purpose: the two kinds of data meet nowhere before a map,
where the open layer is drawn beneath and named as what it is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from hotspots.cluster import dbscan
from hotspots.ingest import read_police_uk
from hotspots.ledger import Batch
from hotspots.openrecord import OpenCluster
from hotspots.pipeline.output import checksums, layers_of, write_shared
from hotspots.pipeline.runreport import RunReport, run_id_of, versions
from hotspots.protect import load_policy, protect_open
from hotspots.release import Audience
from hotspots.report import write_rejects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from hotspots.cluster import ClusterParams
    from hotspots.ingest import OpenBatch
    from hotspots.openrecord import OpenRecord
    from hotspots.pipeline.ground import Ground
    from hotspots.pipeline.workspace import Workspace
    from hotspots.release import Release
    from hotspots.store import ReleaseStore


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTerms:
    """What an open-data run is asked for; `now` is the moment that is recorded."""

    cluster: ClusterParams
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPublished:
    """What came of it: the account of the files, the release, and its digest."""

    batch: OpenBatch
    release: Release
    digest: str


def run_open_data(
    files: Sequence[Path],
    workspace: Workspace,
    *,
    terms: OpenTerms,
    ground: Ground,
    releases: ReleaseStore,
    progress: Callable[[str], None],
) -> OpenPublished:
    """Read, cluster by category and month, and publish under the open-data policy."""
    workspace.prepare()
    progress("Reading the files")
    batch = read_police_uk(files)
    unusable = Batch(ledgers=batch.ledgers, episodes=(), rejects=batch.rejects, remarks=())
    write_rejects(unusable, workspace.inside / "rejects.csv")
    progress("Clustering by category and month")
    clusters = cluster_records(batch.records, terms.cluster)
    layers = layers_of(ground.boundaries, None)
    release = protect_open(
        clusters,
        policy=load_policy(Audience.OPEN_DATA),
        records=batch.records,
        layers=checksums(layers),
    )
    progress("Sealing the release and drawing the map")
    (digest,) = releases.seal(release, layers=layers, sealed_at=terms.now)
    write_shared(release, digest, workspace, boundaries=ground.boundaries, context=None)
    report = open_account(batch, len(clusters), digest, terms=terms, ground=ground)
    report.write(workspace.inside / "run.json")
    return OpenPublished(batch=batch, release=release, digest=digest)


def cluster_records(
    records: Iterable[OpenRecord], params: ClusterParams
) -> tuple[OpenCluster, ...]:
    """DBSCAN within each category and month, in the order of their names."""
    groups: defaultdict[tuple[str, str], list[OpenRecord]] = defaultdict(list)
    for record in records:
        groups[record.category, record.month].append(record)
    return tuple(
        cluster
        for (category, _month), group in sorted(groups.items(), key=lambda item: item[0])
        for cluster in _clusters(category, group, params)
    )


def _clusters(
    category: str, group: list[OpenRecord], params: ClusterParams
) -> Iterable[OpenCluster]:
    points_m = np.array([record.point.key for record in group], dtype=np.float64)
    labels = dbscan(points_m, eps_m=params.eps_m, min_samples=params.min_samples)
    for number in range(int(labels.max(initial=-1)) + 1):
        members = tuple(
            record for record, label in zip(group, labels, strict=True) if label == number
        )
        yield OpenCluster(category=category, number=number, records=members)


def open_account(
    batch: OpenBatch,
    clusters: int,
    digest: str,
    *,
    terms: OpenTerms,
    ground: Ground,
) -> RunReport:
    """The account of an open-data run."""
    parameters = {"profile": "police-uk", "cluster": asdict(terms.cluster)}
    inputs = tuple(asdict(one) for one in batch.ledgers)
    return RunReport(
        run_id=run_id_of(inputs, parameters, dict(ground.checksums), versions()),
        made_at=terms.now.isoformat(timespec="seconds"),
        parameters=parameters,
        versions=versions(),
        inputs=inputs,
        ground=dict(ground.checksums),
        counts={
            "rows_in": sum(one.rows_in for one in batch.ledgers),
            "rows_kept": len(batch.records),
            "rows_rejected": len(batch.rejects),
            "clusters": clusters,
        },
        releases={Audience.OPEN_DATA.value: digest},
    )
