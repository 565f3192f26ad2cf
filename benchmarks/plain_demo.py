"""What a capable analyst's notebook would do with the same file: the peer in `demo.py`.

Reads the export with pandas, looks the places up by their exact names, clusters with
scikit-learn, and saves a Folium map of hulls. It has no register, no review, no
ledger, no releases and no disclosure control, so it does far less; it is here because it is
what people write when there is no tool.

    python benchmarks/plain_demo.py REGISTER.csv OUT_DIR
"""

from __future__ import annotations

import sys
from pathlib import Path

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
from sklearn.cluster import DBSCAN

ROOT = Path(__file__).resolve().parent.parent
EPS_M = 150
MIN_SAMPLES = 5
COLUMNS = ["Last Seen Location", "Places Visited", "Found Location", "Interview Location"]


def _heading_row(path: Path) -> int:
    with path.open(encoding="utf-8-sig") as handle:
        return next(number for number, line in enumerate(handle) if "Episode ID" in line)


def _points(episodes: pd.DataFrame) -> gpd.GeoDataFrame:
    places = pd.read_csv(ROOT / "data" / "gazetteer" / "derby.csv")
    names = pd.concat(
        [
            places[["name", "easting", "northing"]],
            places.assign(name=places["aliases"].fillna("").str.split(";")).explode("name")[
                ["name", "easting", "northing"]
            ],
        ]
    )
    names["name"] = names["name"].str.strip().str.lower()
    names = names.drop_duplicates("name")
    words = episodes.melt(id_vars=["Child ID"], value_vars=COLUMNS, value_name="text")
    words["name"] = words["text"].fillna("").str.strip().str.lower()
    found = words.merge(names, on="name")
    return gpd.GeoDataFrame(
        found, geometry=gpd.points_from_xy(found.easting, found.northing), crs="EPSG:27700"
    )


def main(register: Path, out: Path) -> None:
    """Read, look up, cluster, draw."""
    episodes = pd.read_csv(register, skiprows=_heading_row(register), dtype=str)
    points = _points(episodes)
    coordinates = np.column_stack([points.geometry.x, points.geometry.y])
    points["label"] = DBSCAN(eps=EPS_M, min_samples=MIN_SAMPLES).fit_predict(coordinates)
    clusters = points[points.label >= 0].dissolve("label", aggfunc={"text": "count"})
    clusters["geometry"] = clusters.geometry.convex_hull.buffer(50)
    page = folium.Map(location=[52.92, -1.47], zoom_start=13)
    wards = gpd.read_file(ROOT / "data" / "boundaries" / "derby_wards.geojson")
    folium.GeoJson(wards[["geometry"]]).add_to(page)
    folium.GeoJson(clusters.to_crs("EPSG:4326"), tooltip=folium.GeoJsonTooltip(["text"])).add_to(
        page
    )
    out.mkdir(parents=True, exist_ok=True)
    page.save(out / "map.html")
    clusters.to_crs("EPSG:4326").to_file(out / "hotspots.geojson", driver="GeoJSON")
    print(f"{len(clusters)} clusters")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
