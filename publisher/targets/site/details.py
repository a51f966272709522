"""Parts of a page that need a closer look: columns of a table, changes, what is not attested. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from publisher.model import Catalogue, Data, Kind, Package, Resource, in_language, label, text
from publisher.show import show, term
from publisher.targets.site.downloads import Download, Offer

Context = dict[str, Any]


def said(catalogue: Catalogue, data: Data, key: str, language: str) -> str:
    """A translated property in a language."""
    return in_language(text(data, key, catalogue.languages), language)


def unattested(catalogue: Catalogue, package: Package, language: str) -> list[str]:
    """The labels of the properties that no source states."""
    return unattested_names(catalogue, package.kind, package.data.get("unattested", ()), language)


def unattested_names(catalogue: Catalogue, kind: str, names: Iterable[str], language: str) -> list[str]:
    """The labels of properties of a kind."""
    properties = catalogue.schemas.properties(kind)
    return [label(properties[name], language) for name in names if name in properties]


# By the name of an entry: who declares a relation to it, and the relation.
Relations = Mapping[str, Sequence[tuple[str, Data]]]


def relations(catalogue: Catalogue) -> Relations:
    """The relations between databases, by the entry that they lead to."""
    found: dict[str, list[tuple[str, Data]]] = {}
    for database in catalogue.of(Kind.DATABASE):
        for relation in database.data.get("relations", ()):
            found.setdefault(relation.get("target", ""), []).append((database.name, relation))
    return found


def incoming(catalogue: Catalogue, package: Package, known: Relations, language: str) -> list[Context]:
    """Relations that other entries declare to this one, by their inverse, where this one does not say so itself."""
    own = {(relation.get("type"), relation.get("target")) for relation in package.data.get("relations", ())}
    rows = []
    for other, relation in known.get(package.name, ()):
        inverse = catalogue.schemas.term("relations", relation.get("type", "")).get("inverse", "")
        if (inverse, other) not in own:
            shown = show(catalogue, "database", {"relations": [{**relation, "target": other}]}, language)
            values = shown[0]["values"][0]["rows"]
            target = next(row for row in values if row["name"] == "target")
            rows.append({**target, "label": term(catalogue, "relations", inverse, language)})
    return rows


def resource(catalogue: Catalogue, resource: Resource, offer: Offer | None, language: str) -> Context:
    """A file of a dataset: address, size, other formats, columns, first rows."""
    measure = resource.measure
    shown = [number for number, field in enumerate(resource.fields) if field.get("preview", True)]
    return {
        "name": resource.name,
        "title": in_language(resource.title, language),
        "description": said(catalogue, resource.data, "description", language),
        "path": resource.path,
        "format": term(catalogue, "formats", resource.format, language),
        "rows": measure.rows if measure else 0,
        "bytes": measure.bytes if measure else 0,
        "sha256": measure.sha256 if measure else "",
        **_downloads(catalogue, resource, offer, language),
        "fields": [_field(catalogue, resource, field, language) for field in resource.fields],
        "preview": [[row[number] for number in shown] for row in measure.preview] if measure else [],
    }


def _format(catalogue: Catalogue, resource: Resource, download: Download, language: str) -> str:
    """The word for a format, and how a file of the dataset is packed."""
    word = term(catalogue, "formats", download.format, language)
    packed = resource.compression if download.path == resource.path else ""
    return f"{word} ({packed})" if packed else word


def _downloads(catalogue: Catalogue, resource: Resource, offer: Offer | None, language: str) -> Context:
    """The formats of a file, those for most people first, and why others are not there."""
    downloads = offer.downloads if offer else (Download(resource.format, resource.path, made=False),)
    return {
        "downloads": [
            {
                "path": each.path,
                "kind": each.format,
                "format": _format(catalogue, resource, each, language),
                "own": each.path == resource.path,
            }
            for each in downloads
        ],
        "obstacles": [
            {"format": term(catalogue, "formats", format, language), "limit": limit}
            for format, limit in (offer.obstacles if offer else ())
        ],
    }


def _field(catalogue: Catalogue, resource: Resource, field: Data, language: str) -> Context:
    name = field.get("name", "")
    return {
        "name": name,
        "title": said(catalogue, field, "title", language),
        "description": said(catalogue, field, "description", language),
        "unit": said(catalogue, field, "unit", language),
        "type": field.get("type", ""),
        "numeric": field.get("type") in {"integer", "number"},
        "shown": field.get("preview", True),
        "required": bool(field.get("constraints", {}).get("required")),
        "key": name in resource.schema.get("primaryKey", ()),
        "foreign": _foreign(catalogue, name, language),
    }


def _foreign(catalogue: Catalogue, name: str, language: str) -> str:
    """The language of a column if the page has another: by the end of its name (name_en), else the main one."""
    end = name.rpartition("_")[2]
    spoken = end if end in catalogue.languages else catalogue.language
    return "" if spoken == language else spoken
