"""What we published, in the catalogue's terms again: the payload read backwards. Pure.

What a portal says twice, once in our words and once in DCAT's, is taken from ours, unless somebody edited the other.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publisher.model import Data, Kind
from publisher.targets.ckan import form
from publisher.targets.ckan.dcat import EU_FREQUENCY, polygon
from publisher.targets.ckan.shapes import Shapes, as_json, listed, own
from publisher.targets.ckan.state import MANAGED_BY, MANAGED_STATE, Value, extras_of

# What CKAN itself says of a package; all else beside the extras is a field of the portal's own schema.
CORE = {"id", "name", "title", "notes", "url", "version", "state", "type", "private", "author", "author_email"}
CORE |= {"maintainer", "maintainer_email", "license_id", "license_title", "license_url", "isopen", "owner_org"}
CORE |= {"organization", "tags", "groups", "resources", "extras", "num_resources", "num_tags", "creator_user_id"}
CORE |= {"metadata_created", "metadata_modified", "relationships_as_subject", "relationships_as_object", "edited"}
CORE |= {"revision_id", "plugin_data", "tracking_summary", "score"}


def said(value: Value) -> dict[str, Any]:
    """All that a package says beyond CKAN's own fields, each under the name that an extra would bear."""
    extras = value.get("extras", {})
    fields = form.filled({key: part for key, part in value.items() if key not in CORE})
    told: dict[str, Any] = {**(extras_of(dict(value)) if isinstance(extras, list) else extras)}
    for name, part in fields.items():
        told |= _flattened(name, part)
    return told


@dataclass(frozen=True)
class Reader(Shapes):
    """Reads what we wrote of packages, organizations and themes of a catalogue in these languages.

    On a portal that demands notes, the title stands for those that a database does not have.
    """

    languages: tuple[str, ...] = ()
    demands_notes: bool = False

    def package(self, value: Value) -> tuple[Kind, dict[str, Any]]:
        """The kind and the descriptor of a package."""
        told = said(value)
        kind = Kind.DATABASE if told.get("kind") == Kind.DATABASE else Kind.DATASET
        data = {**self._properties(kind, told), **self.texts(value, told, {"title": "title", "notes": "description"})}
        data["frequency"] = self.frequency(told.get("frequency"))
        data["keywords"] = [tag if isinstance(tag, str) else tag["name"] for tag in value.get("tags", ())]
        if kind is Kind.DATABASE:
            if self.demands_notes and data.get("description") == data.get("title"):
                del data["description"]
            data["themes"] = listed(told.get("theme_names"))
            data["organization"] = str(told.get("publisher_uri", "")).rstrip("/").rpartition("/")[2]
            data["contact"] = _overlaid(data.get("contact", {}), lambda known: _contact(value, told, known))
        else:
            data |= self._of_dataset(value, told, data)
        return kind, self.in_order(str(kind), form.filled(data))

    def group(self, kind: str, value: Value) -> dict[str, Any]:
        """The descriptor of an organization, or the entry of a theme (kind `themes`)."""
        extras = value.get("extras", {})
        told = {**(extras_of(dict(value)) if isinstance(extras, list) else extras)}
        told = {key: part for key, part in told.items() if key not in {MANAGED_BY, MANAGED_STATE}}
        known, data, custom = self.known(kind), {}, {}
        for name, part in told.items():
            if name in known:
                data[name] = self.decoded(kind, known[name], part)
            else:
                custom[name] = own(part)
        texts = {"title": value.get("title"), "description": value.get("description")}
        return self.in_order(kind, form.filled({**data, **texts, "custom": custom}))

    def _properties(self, kind: Kind, told: Data) -> dict[str, Any]:
        """What bears the name of a property, and in `custom` what does not."""
        known, data, custom = self.known(str(kind)), {}, {}
        for name, part in told.items():
            property = form.property_of(str(kind), name)
            if form.is_reserved(name) or name == "frequency":
                continue
            if property in known:
                data[property] = self.decoded(str(kind), known[property], part)
            else:
                custom[property] = own(part)
        return {**data, "custom": custom}

    def texts(self, value: Value, told: Data, names: Mapping[str, str]) -> dict[str, Any]:
        """Texts in all languages, from the objects of the portal's own schema or from `title_en` and the like."""
        texts: dict[str, Any] = {}
        main, *others = self.languages
        for name, property in names.items():
            objects = told.get(f"{name}_translated")
            spoken = objects if isinstance(objects, dict) else {}
            texts[property] = spoken.get(main) or value.get(name)
            texts |= {f"{property}_{code}": spoken.get(code) or told.get(f"{name}_{code}") for code in others}
        return texts

    def frequency(self, said: Any) -> str | None:
        """A frequency as its interval, or as its code where it has none."""
        if not said or not isinstance(said, str):
            return None
        code = said.removeprefix(EU_FREQUENCY)
        interval: str = self.schemas.term("frequencies", code).get("iso", code)
        return interval

    def _of_dataset(self, value: Value, told: Data, data: Data) -> dict[str, Any]:
        contributors = data.get("contributors", [])
        if _are_objects(contributors):
            index = next((i for i, each in enumerate(contributors) if "contact" in each.get("roles", ())), None)
            contributors = [
                _overlaid(each, lambda known: _contact(value, told, known)) if i == index else each
                for i, each in enumerate(contributors)
            ]
        licences = data.get("licenses", [])
        return {
            "$schema": self.known("dataset").get("$schema", {}).get("default"),
            "version": value.get("version"),
            "temporal": form.filled({"start": told.get("temporal_start"), "end": told.get("temporal_end")}),
            "contributors": contributors,
            "licenses": self._licences(value, licences) if _are_objects(licences) else licences,
            "spatial": _overlaid(data.get("spatial", {}), lambda known: _area(told, known)),
            "resources": [self.resource(resource) for resource in value.get("resources", ())],
        }

    def _licences(self, value: Value, licences: Sequence[Data]) -> list[Data]:
        """The licences, the first being the one that the package bears now."""
        now = value.get("license_id")
        first = licences[0] if licences else {}
        was = self.schemas.term("licences", first.get("name", ""))
        if not now or now == was.get("ckan", first.get("name")):
            return list(licences)
        name = self.licence(now) or now
        path = {"path": self.schemas.term("licences", name).get("url")} if "path" in first else {}
        return [form.filled({**first, "name": name, **path}), *licences[1:]]

    def licence(self, id: str) -> str | None:
        """Our name of a licence that CKAN knows by this id."""
        licences = self.schemas.vocabularies["licences"]
        return next((name for name, term in licences.items() if id in (term.get("ckan"), name)), None)

    def resource(self, value: Value) -> dict[str, Any]:
        """A resource of a Data Package; what only we know of it stands in `data_resource`."""
        kept = value.get("data_resource") or {}
        kept = as_json(kept) if isinstance(kept, str) else kept
        texts = self.texts(value, value, {"name": "title", "description": "description"})
        return form.filled({
            **(kept if isinstance(kept, dict) else {}),
            **texts,
            "format": self.format(value.get("format") or ""),
            "mediatype": value.get("mimetype"),
            "upload": "link" if value.get("upload") is False else None,
        })  # fmt: skip

    def format(self, label: str) -> str:
        """Our name of a format that CKAN shows by this label."""
        formats = self.schemas.vocabularies["formats"]
        return next((name for name, term in formats.items() if label == term.get("ckan", name)), label.lower())


def _flattened(name: str, part: Any) -> dict[str, Any]:
    """A typed field in the form that a plain portal has; what has no such form stays as it is."""
    names = form.FLAT.get(name, {})
    entry = part[0] if isinstance(part, list) and len(part) == 1 and isinstance(part[0], dict) else None
    if names and entry and entry.keys() <= names.keys():
        return {names[key]: each for key, each in entry.items()}
    return {name: part}


def _contact(value: Value, told: Data, known: Data) -> Iterator[tuple[str, Any]]:
    """Yield name and address of the contact where they are other than we know."""
    for key, names in (("title", ("maintainer", "contact_name")), ("email", ("maintainer_email", "contact_email"))):
        now = [value.get(names[0]), told.get(names[1])]
        edited = [each for each in now if (each or None) != known.get(key)]
        if edited:
            yield key, edited[0]


def _area(told: Data, known: Data) -> Iterator[tuple[str, Any]]:
    """Yield what is said of an area where it is other than we know."""
    now = {"title": told.get("spatial_text"), "uri": told.get("spatial_uri")}
    yield from ((key, each) for key, each in now.items() if each != known.get(key))
    if (box := bounding_box(told.get("spatial"))) and box != known.get("bbox"):
        yield "bbox", box


def bounding_box(geometry: Any) -> list[float] | None:
    """West, south, east and north of a GeoJSON polygon that is such a box."""
    told = as_json(geometry) if isinstance(geometry, str) else geometry
    try:
        points = told["coordinates"][0]
        edges = [[point[axis] for point in points] for axis in (0, 1)]
        box = [min(edges[0]), min(edges[1]), max(edges[0]), max(edges[1])]
        ring = json.loads(polygon(box) or "{}")["coordinates"][0]
        return box if sorted(map(tuple, points)) == sorted(map(tuple, ring)) else None
    except (TypeError, KeyError, IndexError, ValueError):
        return None


def _are_objects(value: Any) -> bool:
    """Whether a value is a list of mappings: what somebody edited by hand may be anything."""
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _overlaid(known: Any, edited: Callable[[Data], Iterator[tuple[str, Any]]]) -> Any:
    """A mapping with what is said otherwise elsewhere."""
    return form.filled({**known, **dict(edited(known))}) if isinstance(known, dict) else known
