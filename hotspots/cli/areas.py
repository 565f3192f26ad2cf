"""`hotspots areas`: schools, localities and other areas that have briefs beside the wards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import shapely

from hotspots.boundaries import code_and_name
from hotspots.boundary_import.checks import shapes_m
from hotspots.boundary_import.official import DEGREES_BY_EPSG, read_source
from hotspots.brief.areas import (
    AREAS_LAYER,
    MAX_RADIUS_M,
    MIN_RADIUS_M,
    SAVED_KINDS,
    AreaKind,
    SavedArea,
    circle_m,
    read_areas,
    write_areas,
)
from hotspots.cli.options import FILE, Day, ground_options, out_option
from hotspots.cli.workshop import Choices, now, open_ground
from hotspots.errors import InputError, ParameterError
from hotspots.model import LONDON
from hotspots.resources import Workspace

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from hotspots.boundaries import Boundaries
    from hotspots.boundary_import.official import Feature
    from hotspots.gazetteer import Gazetteer, Place

_KINDS = [kind.value for kind in SAVED_KINDS]
_NEXT = "The next release has its brief; those that are sealed stay as they are."
_from_option = click.option(
    "--valid-from",
    type=Day(),
    help="Releases whose period ends before this day lack it; default: today.",
)


@click.group()
def areas() -> None:
    """Keep the areas that briefs are made of beside the wards: schools, localities."""


@areas.command(
    epilog="Example: hotspots areas add 'Noel-Baker Academy' --kind school "
    "--place noel-baker-academy --radius-m 800 --out out"
)
@click.argument("name")
@click.option("--kind", type=click.Choice(_KINDS), required=True, help="What the area is.")
@click.option("--place", required=True, help="A place of the gazetteer, by its id or name.")
@click.option(
    "--radius-m",
    type=float,
    required=True,
    help=f"Metres about the place, {MIN_RADIUS_M:g} to {MAX_RADIUS_M:g}.",
)
@_from_option
@ground_options
@out_option
def add(name: str, **options: Any) -> None:
    """Save the surroundings of a public place. The next release has its brief."""
    ground = open_ground(Choices.of(options))
    place = _place(ground.gazetteer, options["place"])
    area = SavedArea.made(
        name=name,
        kind=AreaKind(options["kind"]),
        shape_m=circle_m(place.point, options["radius_m"]),
        valid_from=_day(options),
    )
    _require_here((area,), ground.boundaries)
    _keep(options["out"], (area,))


@areas.command(
    "import", epilog="Example: hotspots areas import localities.gpkg --kind locality --out out"
)
@click.argument("source", type=FILE)
@click.option("--kind", type=click.Choice(_KINDS), required=True, help="What the areas are.")
@click.option("--name-column", default="name", show_default=True, help="Where their names stand.")
@_from_option
@ground_options
@out_option
def import_areas(source: Path, **options: Any) -> None:
    """Save the polygons of a GeoJSON, GeoPackage or Shapefile: all of them, or none."""
    found = read_source(source)
    shapes = shapes_m(found.features, degrees=DEGREES_BY_EPSG[found.epsg], file=source.name)
    made = []
    for feature, shape in zip(found.features, shapes, strict=True):
        try:
            made.append(
                SavedArea.made(
                    name=_name(feature, options["name_column"]),
                    kind=AreaKind(options["kind"]),
                    shape_m=shape,
                    valid_from=_day(options),
                )
            )
        except ParameterError as error:
            raise InputError(
                problem=f"feature {feature.number} is no area to save",
                file=source.name,
                mend=str(error),
            ) from error
    _require_here(tuple(made), open_ground(Choices.of(options)).boundaries)
    _keep(options["out"], tuple(made))


@areas.command("list", epilog="Example: hotspots areas list --out out")
@out_option
def list_areas(out: Path) -> None:
    """List the areas: code, kind, name, hectares and from which day."""
    for area in read_areas(_file(out)).areas:
        hectares = f"{shapely.area(area.shape_m) / 10_000:.0f} ha"
        line = (area.code, area.kind.value, area.name, hectares, area.valid_from.isoformat())
        click.echo("\t".join(line))


@areas.command(epilog="Example: hotspots areas remove A1B2C3D4E5 --out out")
@click.argument("code")
@out_option
def remove(code: str, out: Path) -> None:
    """Keep an area no longer. Releases that were sealed with it keep it."""
    kept = read_areas(_file(out)).without(code.strip().upper())
    write_areas(kept, _file(out))
    click.echo(f"Removed; {_many(len(kept.areas))} kept. The next release lacks it.")


def _file(out: Path) -> Path:
    return Workspace(out).inside / AREAS_LAYER


def _day(options: dict[str, Any]) -> date:
    chosen: date | None = options["valid_from"]
    return now().astimezone(LONDON).date() if chosen is None else chosen


def _keep(out: Path, made: tuple[SavedArea, ...]) -> None:
    Workspace(out).prepare()
    kept = read_areas(_file(out)).with_areas(*made)
    write_areas(kept, _file(out))
    for area in made:
        click.echo(f"{area.code}\t{area.kind.value}\t{area.name}")
    click.echo(f"{_many(len(kept.areas))} kept. {_NEXT}", err=True)


def _many(number: int) -> str:
    return "1 area" if number == 1 else f"{number} areas"


def _place(gazetteer: Gazetteer, said: str) -> Place:
    """The public place of this id or name.

    Raises:
        ParameterError: there is none, there are several, or it must never be named.
    """
    wanted = said.strip().casefold()
    found = [
        place
        for place in gazetteer.places
        if wanted in {place.place_id.casefold(), place.name.casefold()}
    ]
    if len(found) != 1:
        msg = "No place has this id or name, or several have. Give the id that the gazetteer has."
        raise ParameterError(msg)
    if not found[0].publishable:
        msg = "This place must not be named in what is shared. Give another, or import a polygon."
        raise ParameterError(msg)
    return found[0]


def _name(feature: Feature, column: str) -> str:
    """The feature's name, in that column or in one of the official names for it."""
    said = feature.properties.get(column)
    return str(said) if said is not None else code_and_name(feature.properties)[1]


def _require_here(made: tuple[SavedArea, ...], boundaries: Boundaries) -> None:
    """All of them lie in the authority's area, at least in part.

    Raises:
        ParameterError: one does not.
    """
    for number, area in enumerate(made, start=1):
        if not shapely.intersects(boundaries.outline_m, area.shape_m):
            msg = (
                f"Area {number} lies outside the authority's area. Check its coordinates, or "
                "give the wards with --boundaries."
            )
            raise ParameterError(msg)
