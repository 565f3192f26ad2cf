"""A release as KML 2.2 (OGC 07-147r2), for older police systems and Google Earth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from hotspots.export.features import PROPERTIES, about, properties_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.release import Release, ReleasedHotspot

_NAMESPACE = "http://www.opengis.net/kml/2.2"
# XML 1.0 has no way to write these at all.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def kml_bytes(release: Release, *, digest: str, fields: Sequence[str] = PROPERTIES) -> bytes:
    """The hotspots as placemarks with these of their properties as extended data.

    Text is escaped, and there is no description, which viewers would read as HTML.
    """
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    marks = about(release, digest=digest)
    _put(document, "name", f"{release.title} ({release.banner})")
    _extended(document, {item: _line(said) for item, said in marks.items()})
    for hotspot in release.hotspots:
        _placemark(document, hotspot, fields)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _placemark(document: ET.Element, hotspot: ReleasedHotspot, fields: Sequence[str]) -> None:
    mark = ET.SubElement(document, "Placemark")
    _put(mark, "name", hotspot.name)
    values = properties_of(hotspot)
    shown = {name: str(values[name]) for name in fields if values[name] is not None}
    _extended(mark, shown)
    point = ET.SubElement(mark, "Point")
    _put(point, "coordinates", f"{hotspot.position.lon},{hotspot.position.lat}")


def _extended(parent: ET.Element, values: dict[str, str]) -> None:
    data = ET.SubElement(parent, "ExtendedData")
    for name, text in values.items():
        _put(ET.SubElement(data, "Data", name=name), "value", text)


def _line(said: str | list[str]) -> str:
    return said if isinstance(said, str) else "\n".join(said)


def _put(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _NOT_XML.sub(" ", text)
