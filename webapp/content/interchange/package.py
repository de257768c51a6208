"""The QTI package: a manifest, one file an exercise, and the list of what has no twin."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from webapp.content.catalogue import Catalogue
from webapp.content.interchange.markup import add, written
from webapp.content.interchange.qti import INSTANCE, item_xml
from webapp.content.item import Item
from webapp.content.variants import draw
from webapp.exercises import room

MANIFEST = "imsmanifest.xml"
NAMESPACE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd"
LOM, LOM_SCHEMA = (
    "http://ltsc.ieee.org/xsd/LOM",
    "https://purl.imsglobal.org/spec/md/v1p3/schema/xsd/imsmd_loose_v1p3p2.xsd",
)
ITEM_TYPE = "imsqti_item_xmlv3p0"
NAME = "marchepied-qti3.zip"
LEFT_OUT = "non-exportes.txt"
SAME_DAY = (2020, 1, 1, 0, 0, 0)
"""The same bank gives the same bytes."""


@dataclass(frozen=True)
class Package:
    """The zip, the ids it holds, and those it cannot hold."""

    body: bytes
    exported: tuple[str, ...]
    left_out: tuple[str, ...]


def make_package(catalogue: Catalogue, names: Sequence[str] = ()) -> Package:
    """Every exercise, or some. Raises ``LookupError`` for an unknown name."""
    files, left = dict[str, bytes](), list[str]()
    wanted = [catalogue.items[key] for key in names or sorted(catalogue.items)]
    for item in wanted:
        body = _item(catalogue, item)
        if body is None:
            left.append(item.id)
        else:
            files[item.id] = body
    manifest = _manifest([item for item in wanted if item.id in files])
    return Package(_zipped(manifest, files, left), tuple(files), tuple(left))


def _item(catalogue: Catalogue, item: Item) -> bytes | None:
    presented = catalogue.present(item, draw(item, b"qti"))
    twin = room(item.type).twin(presented.spec)
    return None if twin is None else item_xml(presented, twin)


def _path(item_id: str) -> str:
    return f"items/{item_id}.xml"


def _manifest(items: Sequence[Item]) -> bytes:
    root = Element(
        "manifest",
        {
            "xmlns": NAMESPACE,
            "xmlns:imsmd": LOM,
            "xmlns:xsi": INSTANCE,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA} {LOM} {LOM_SCHEMA}",
            "identifier": "MARCHEPIED",
        },
    )
    about = add(root, "metadata")
    add(about, "schema", "QTI Package")
    add(about, "schemaversion", "3.0.0")
    _lom(about, "Marchepied", "Exercices de compétences numériques", ())
    add(root, "organizations")
    resources = add(root, "resources")
    for item in items:
        found = add(resources, "resource", identifier=item.id, type=ITEM_TYPE, href=_path(item.id))
        words = (item.skill, item.level)
        _lom(add(found, "metadata"), item.id, item.text.title, words)
        add(found, "file", href=_path(item.id))
    return written(root)


def _lom(parent: Element, entry: str, title: str, keywords: Sequence[str]) -> None:
    general = add(add(parent, "imsmd:lom"), "imsmd:general")
    add(add(general, "imsmd:identifier"), "imsmd:entry", entry)
    add(add(general, "imsmd:title"), "imsmd:string", title, language="fr")
    add(general, "imsmd:language", "fr")
    for word in keywords:
        add(add(general, "imsmd:keyword"), "imsmd:string", word, language="fr")


def _zipped(manifest: bytes, files: dict[str, bytes], left: Sequence[str]) -> bytes:
    out = io.BytesIO()
    held: dict[str, bytes | str] = {MANIFEST: manifest}
    held |= {_path(item_id): body for item_id, body in files.items()}
    if left:
        held[LEFT_OUT] = "\n".join(("Ces exercices n’ont pas de jumeau QTI :", *left, ""))
    with ZipFile(out, "w") as package:
        for name, body in held.items():
            # Said for each: a dated entry does not take the compression of its package.
            package.writestr(ZipInfo(name, SAME_DAY), body, ZIP_DEFLATED)
    return out.getvalue()
