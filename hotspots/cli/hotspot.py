"""`hotspots hotspot`: what was found, and what people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import ground_options, out_option, store_options
from hotspots.cli.workshop import Choices, now, open_ground, open_register
from hotspots.describe import chosen_words, lineage_of
from hotspots.model import Remark
from hotspots.pipeline import Workspace

if TYPE_CHECKING:
    from hotspots.register.findings import RemarkKind

_by_option = click.option("--by", "said_by", required=True, help="Who says so: initials or a role.")


@click.group()
def hotspot() -> None:
    """See the hotspots of the last publication; name them, and put them into zones."""


@hotspot.command("list", epilog="Example: hotspots hotspot list --out out")
@out_option
@store_options
def list_hotspots(**options: Any) -> None:
    """Every hotspot of the last publication: id, name, zone, and what became of it."""
    with open_register(Choices.of(options), Workspace(options["out"])) as register:
        memory = register.memory()
    if not memory.findings:
        click.echo("Nothing was published yet.", err=True)
        return
    last = memory.findings[-1]
    zones = {one.hotspot_id: one.zone for one in last.hotspots}
    click.echo("hotspot\tname\tzone\tsince the period before")
    for one in lineage_of(last.hotspots, memory=memory, period=last.period):
        words = one.change.value
        if others := [i for i in one.from_ids if i != one.hotspot_id]:
            words += f" ({', '.join(others)})"
        zone = memory.zones.get(one.hotspot_id, zones.get(one.hotspot_id, ""))
        name = memory.names.get(one.hotspot_id, one.name)
        click.echo(f"{one.hotspot_id}\t{name}\t{zone}\t{words}")


@hotspot.command(
    epilog='Example: hotspots hotspot rename aldi-alvaston "Alvaston shops" --by MPC --out out'
)
@click.argument("hotspot_id")
@click.argument("name")
@_by_option
@out_option
@ground_options
@store_options
def rename(hotspot_id: str, name: str, said_by: str, **options: Any) -> None:
    """Give a hotspot another name; it keeps it from now on. "" takes the name back.

    Every audience that is shown the hotspot will read the name.
    """
    _remark("name", hotspot_id, name, said_by, options)


@hotspot.command(epilog='Example: hotspots hotspot zone the-spot "City centre" --by MPC --out out')
@click.argument("hotspot_id")
@click.argument("zone_name")
@_by_option
@out_option
@ground_options
@store_options
def zone(hotspot_id: str, zone_name: str, said_by: str, **options: Any) -> None:
    """Put a hotspot into a zone; it stays there from now on. "" takes it back."""
    _remark("zone", hotspot_id, zone_name, said_by, options)


def _remark(
    kind: RemarkKind, hotspot_id: str, said: str, said_by: str, options: dict[str, Any]
) -> None:
    choices = Choices.of(options)
    names = [place.name for place in open_ground(choices).gazetteer.places]
    remark = Remark(
        hotspot_id=hotspot_id,
        said=chosen_words(said, public_names=names),
        said_by=said_by.strip(),
        said_at=now(),
    )
    with open_register(choices, Workspace(options["out"])) as register:
        changed = register.remark(kind, remark)
    click.echo("Kept. Publish again with: hotspots publish" if changed else "It was so already.")
