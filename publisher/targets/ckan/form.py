"""How what we say of a package is written on a portal of its make. Pure.

A portal with a schema of its own (ckanext-scheming) has typed fields; whatever fits one is put there as JSON. All else
becomes an extra, under the name that ckanext-dcat gives it, so that a plain portal which has it serves the same DCAT.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from publisher.model import Data, Text
from publisher.targets.ckan.offer import Fields

# CKAN's own fields of a package, what ckanext-dcat understands by these words, and what we write there ourselves:
# no property of ours may bear them.
RESERVED = {"id", "name", "title", "notes", "url", "version", "state", "type", "private", "author", "author_email"}
RESERVED |= {"maintainer", "maintainer_email", "license_id", "owner_org", "tags", "groups", "resources", "extras"}
RESERVED |= {"contact", "publisher", "creator", "spatial", "theme", "language", "kind", "owner", "organization"}
RESERVED |= {"temporal_coverage", "spatial_coverage", "uri", "identifier", "access_rights", "theme_names"}
RESERVED |= {"managed_by", "managed_state", "journal_of", "title_translated", "notes_translated"}

# What ckanext-dcat's own schema has as a list of objects, a plain portal keeps as these extras.
FLAT = {
    "contact": {"name": "contact_name", "email": "contact_email", "uri": "contact_uri"},
    "publisher": {"name": "publisher_name", "uri": "publisher_uri"},
    "temporal_coverage": {"start": "temporal_start", "end": "temporal_end"},
    "spatial_coverage": {"text": "spatial_text", "uri": "spatial_uri", "bbox": "spatial"},
}
RESERVED |= {key for names in FLAT.values() for key in names.values()}
_OBJECTS = ("json_object", "fluent_")
_LISTS = {"multiple_text", "multiple_checkbox", "multiple_select"}
_LANGUAGE = re.compile(r"_[a-z]{2,3}$")


def name_of(kind: str, property: str) -> str:
    """The name that a property bears on a portal: its own, with the kind before it where that name is taken."""
    return f"{kind}_{property}" if is_reserved(property) or property.startswith(f"{kind}_") else property


def is_reserved(name: str) -> bool:
    """Whether a name, or what it is a translation of, stands for something else on a portal."""
    return name in RESERVED or _LANGUAGE.sub("", name) in RESERVED


def property_of(kind: str, name: str) -> str:
    """The property that bears a name on a portal."""
    return name.removeprefix(f"{kind}_")


def split(fields: Fields, kind: str, told: Data) -> tuple[dict[str, Any], dict[str, str]]:
    """Divide what is told into values of the portal's own fields and extras."""
    typed: dict[str, Any] = {}
    extras: dict[str, str] = {}
    for name, value in told.items():
        if name in fields and (shaped := _shaped(fields[name], value)) is not None:
            typed[name] = shaped
            continue
        for key, part in _flat(name, value):
            if key in fields and (shaped := _shaped(fields[key], part)) is not None:
                typed[key] = shaped
            else:
                # The portal refuses an extra that bears the name of a field.
                extras[f"{kind}_{key}" if key in fields else key] = text(part)
    return typed, extras


def translated(fields: Fields, words: Mapping[str, Text], main: str) -> dict[str, Any]:
    """Texts of several languages: as objects where the portal has fields for them, else `title_en` and the like."""
    told: dict[str, Any] = {}
    for name, text in words.items():
        if f"{name}_translated" in fields:
            told[f"{name}_translated"] = dict(text)
        else:
            told |= {f"{name}_{language}": said for language, said in text.items() if language != main}
    return told


def text(value: Any) -> str:
    """A value as text; what is not text is its JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: CKAN gives it back as null, as "" or not at all."""
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    names = FLAT.get(name)
    if names is None:
        yield name, value
        return
    for entry in value:
        yield from ((names[key], part) for key, part in entry.items())


def _shaped(field: Data, value: Any) -> Any:
    """A value in the shape that a field of the portal has; None if it does not fit."""
    subfields = {each["field_name"] for each in field.get("repeating_subfields", ())}
    if subfields:
        entries = value if isinstance(value, list) else [value]
        fits = all(isinstance(entry, dict) and entry.keys() <= subfields for entry in entries)
        return [{key: text(part) for key, part in entry.items()} for entry in entries] if fits else None
    if field.get("preset") in _LISTS:
        entries = value if isinstance(value, list) else [value]
        return entries if all(isinstance(entry, str) for entry in entries) else None
    if str(field.get("preset", "")).startswith(_OBJECTS):
        return value if isinstance(value, dict) else None
    return None if isinstance(value, (list, dict)) else text(value)
