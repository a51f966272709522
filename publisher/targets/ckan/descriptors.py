"""What we published, in the catalogue's terms again: the payload read backwards. Pure.

What a portal says twice, once in our words and once in DCAT's, is taken from ours, unless somebody edited the other.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publisher.model import Data, Kind, Schemas
from publisher.targets.ckan import form
from publisher.targets.ckan.dcat import EU_FREQUENCY, polygon
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
class Reader:
    """Reads what we wrote of packages, organizations and themes of a catalogue in these languages.

    On a portal that demands notes, the title stands for those that a database does not have.
    """

    schemas: Schemas
    languages: tuple[str, ...]
    demands_notes: bool = False

    def package(self, value: Value) -> tuple[Kind, dict[str, Any]]:
        """The kind and the descriptor of a package."""
        told = said(value)
        kind = Kind(told.get("kind", Kind.DATASET))
        data = {**self._properties(kind, told), **self.texts(value, told, {"title": "title", "notes": "description"})}
        data["frequency"] = self.frequency(told.get("frequency"))
        data["keywords"] = [tag if isinstance(tag, str) else tag["name"] for tag in value.get("tags", ())]
        if kind is Kind.DATABASE:
            if self.demands_notes and data.get("description") == data.get("title"):
                del data["description"]
            data["themes"] = listed(told.get("theme_names"))
            data["organization"] = told.get("publisher_uri", "").rstrip("/").rpartition("/")[2]
            data["contact"] = _overlaid(data.get("contact", {}), _contact(value, told, data.get("contact", {})))
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

    def known(self, kind: str) -> Mapping[str, Data]:
        """The properties that a descriptor of a kind may have."""
        properties: Mapping[str, Data] = self._entry(kind)["properties"]
        return properties

    def decoded(self, kind: str, node: Data, part: Any) -> Any:
        """A value of a portal as a property takes it: text stays text, all else is read as JSON."""
        node = self._resolved(kind, node)
        types = node.get("type", "")
        if isinstance(part, list) and len(part) == 1 and "array" not in types:
            part = part[0]
        if not isinstance(part, str) or "string" in types:
            return part
        return _json(part) if types else own(part)

    def in_order(self, kind: str, data: Data) -> dict[str, Any]:
        """A descriptor with its properties in the order of the schema, all the way down."""
        ordered: dict[str, Any] = self._ordered(kind, self._entry(kind), data)
        return ordered

    def _entry(self, kind: str) -> Data:
        """The schema of one descriptor, or of one entry of a file that holds several."""
        schema = self.schemas.kinds[kind]
        entry: Data = schema if "properties" in schema else schema["additionalProperties"]
        return entry

    def _ordered(self, kind: str, node: Data, value: Any) -> Any:
        node = self._resolved(kind, node)
        if isinstance(value, list):
            return [self._ordered(kind, node.get("items", {}), item) for item in value]
        if not isinstance(value, dict):
            return value
        below: Mapping[str, Data] = node.get("properties", {})
        keys = [*(key for key in below if key in value), *sorted(value.keys() - below.keys())]
        return {key: self._ordered(kind, below.get(key, {}), value[key]) for key in keys}

    def _resolved(self, kind: str, node: Data) -> Data:
        while "$ref" in node:
            target = self.schemas.kinds[kind]["$defs"][node["$ref"].rpartition("/")[2]]
            node = {**target, **{key: part for key, part in node.items() if key != "$ref"}}
        return node

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

    def frequency(self, said: str | None) -> str | None:
        """A frequency as its interval, or as its code where it has none."""
        if not said:
            return None
        code = said.removeprefix(EU_FREQUENCY)
        interval: str = self.schemas.term("frequencies", code).get("iso", code)
        return interval

    def _of_dataset(self, value: Value, told: Data, data: Data) -> dict[str, Any]:
        contributors = [dict(each) for each in data.get("contributors", ())]
        index = next((i for i, each in enumerate(contributors) if "contact" in each.get("roles", ())), None)
        if index is not None:
            contributors[index] = _overlaid(contributors[index], _contact(value, told, contributors[index]))
        return {
            "$schema": self.known("dataset").get("$schema", {}).get("const"),
            "version": value.get("version"),
            "temporal": form.filled({"start": told.get("temporal_start"), "end": told.get("temporal_end")}),
            "contributors": contributors,
            "licenses": self._licences(value, data.get("licenses", [])),
            "spatial": _overlaid(data.get("spatial", {}), _area(told, data.get("spatial", {}))),
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
        kept = _json(kept) if isinstance(kept, str) else kept
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


def listed(value: Any) -> list[Any]:
    """A list that a portal keeps as a list, or as the JSON of one."""
    told = _json(value) if isinstance(value, str) else value
    return told if isinstance(told, list) else []


def own(part: Any) -> Any:
    """A value that no schema knows: what is the JSON of a list or mapping is taken as such, all other text stays."""
    told = _json(part)
    return told if isinstance(told, (list, dict)) and form.text(told) == part else part


def _json(part: Any) -> Any:
    try:
        return json.loads(part, parse_constant=_no_number)
    except (ValueError, TypeError, RecursionError):
        return part


def _no_number(word: str) -> Any:
    """NaN and the like are no JSON, and YAML has other words for them."""
    raise ValueError(word)


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
    if told.get("spatial") != polygon(known.get("bbox")) and (box := bounding_box(told.get("spatial"))):
        yield "bbox", box


def bounding_box(geometry: Any) -> list[float] | None:
    """West, south, east and north of a GeoJSON polygon that is such a box."""
    told = _json(geometry) if isinstance(geometry, str) else geometry
    try:
        points = told["coordinates"][0]
        box = [
            min(p[0] for p in points),
            min(p[1] for p in points),
            max(p[0] for p in points),
            max(p[1] for p in points),
        ]
    except (TypeError, KeyError, IndexError, ValueError):
        return None
    ring = json.loads(polygon(box) or "{}")["coordinates"][0]
    return box if sorted(map(tuple, points)) == sorted(map(tuple, ring)) else None


def _overlaid(known: Data, edited: Iterator[tuple[str, Any]]) -> dict[str, Any]:
    return form.filled({**known, **dict(edited)})
