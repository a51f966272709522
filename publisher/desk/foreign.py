"""The descriptor of a Data Package from elsewhere, version 1 or 2, in the terms of ours. Pure.

What maps is mapped; what does not is kept in `custom` under the name that it bore, and named. Nothing is made up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publisher.load.fit import Fitter
from publisher.load.profiles import official
from publisher.model import Data, Schemas
from publisher.source import Document
from publisher.targets.ckan.form import filled
from publisher.targets.ckan.strangers import FIRST_VERSION, IMPORTED, MAX_KEYWORDS

_PROFILES = {"data-package", "tabular-data-package", "fiscal-data-package", "datapackage", "default"}
_MAPPED = {"$schema", "profile", "name", "resources", "licenses", "licences", "license", "contributors", "sources"}
_MAPPED |= {"version", "created", "title", "custom", "author", "maintainers", "publishers", "last_updated", "schema"}
_PERSON = re.compile(r"\s*(?P<title>[^<(]*[^<(\s])?\s*(?:<(?P<email>[^>]*)>)?\s*(?:\((?P<path>[^)]*)\))?\s*")
_ROLES = {"author": "author", "maintainers": "maintainer", "publishers": "publisher"}


def dataset(schemas: Schemas, written: Data, name: str, databases: Sequence[str]) -> dict[str, Any]:
    """Our descriptor of a package, without its files."""
    known = schemas.properties("dataset")
    custom: dict[str, Any] = dict(written["custom"]) if isinstance(written.get("custom"), dict) else {}
    data = {key: part for key, part in written.items() if key in known and key not in _MAPPED}
    custom |= {key: part for key, part in written.items() if key not in known and key not in _MAPPED}
    data |= {
        "$schema": known["$schema"]["default"],
        "title": _line(written.get("title") or written.get("name") or name),
        "version": _version(written.get("version")),
        "created": _day(written.get("created")),
    }
    data["licenses"], custom[IMPORTED.format("licenses")] = licences(schemas, written)
    data["contributors"], custom[IMPORTED.format("contributors")] = _contributors(schemas, written)
    data["sources"], custom[IMPORTED.format("sources")] = _sources(written)
    if isinstance(data.get("keywords"), list):
        words = list(dict.fromkeys(word.strip() for word in data["keywords"] if isinstance(word, str)))
        data["keywords"] = words[:MAX_KEYWORDS]
    if data.get("database") not in databases:
        custom[IMPORTED.format("database")] = data.pop("database", None)
    custom |= dict(_unlike(written, data))
    return fitted(schemas, filled(data), filled(custom))


def fitted(schemas: Schemas, data: Data, custom: Data) -> dict[str, Any]:
    """A descriptor of what fits its schema; each part that does not is kept in `custom`, by where it stood."""
    fits = Fitter(schemas, ()).fit("dataset", Document("", data)).data
    lost = {".".join(map(str, pointer)): part for pointer, part in _lost(data, fits, ())}
    kept = {**custom, **{IMPORTED.format(where): part for where, part in lost.items()}}
    return {**fits, **({"custom": kept} if kept else {})}


def licences(schemas: Schemas, written: Data) -> tuple[list[dict[str, Any]], list[Any]]:
    """The licences that our vocabulary knows, by id or address, and those that it does not."""
    told: Any = next((written[key] for key in ("licenses", "licences", "license") if written.get(key)), [])
    entries = told if isinstance(told, list) else [told]
    found = [(entry, _licence(schemas, entry)) for entry in entries]
    return [here for _, here in found if here], [entry for entry, here in found if not here]


def _licence(schemas: Schemas, entry: Any) -> dict[str, Any] | None:
    told = {"name": entry} if isinstance(entry, str) else entry
    if not isinstance(told, dict):
        return None
    path = str(told.get("path") or told.get("url") or "")
    said = {_bare(str(told.get(key) or "")) for key in ("name", "id", "type", "path", "url")} - {""}
    for name, term in schemas.vocabularies["licences"].items():
        if said & {_bare(name), _bare(str(term.get("ckan", ""))), _bare(term.get("url", ""))}:
            title = {"title": told["title"]} if "title" in told else {}
            return {"name": name, **({"path": path} if path.startswith("http") else {}), **title, **_translations(told)}
    return None


def _bare(word: str) -> str:
    """An id or an address without what people write differently."""
    return (
        re.sub(r"^https?://(www\.)?|/(legalcode|deed)?/?$", "", word.strip().lower())
        .strip("/")
        .replace("_", "-")
        .replace(".", "-")
    )


def _contributors(schemas: Schemas, written: Data) -> tuple[list[dict[str, Any]], list[Any]]:
    """Those with a name and roles that our vocabulary knows, and the others."""
    known = {role.lower(): role for role in schemas.vocabularies["roles"]}
    entries = [(entry, _person(entry)) for entry in _entries(written.get("contributors"))]
    for key, role in _ROLES.items():
        entries += [(entry, {**_person(entry), "roles": [role]}) for entry in _entries(written.get(key))]
    found: list[dict[str, Any]] = []
    left: list[Any] = []
    for entry, person in entries:
        said = _entries(person.pop("roles", None)) or [person.get("role")]
        person.pop("role", None)
        roles = [known[str(role).lower()] for role in said if str(role).lower() in known]
        if person.get("title") and roles:
            found.append({**person, "roles": list(dict.fromkeys(roles))})
        if not person.get("title") or len(roles) < len([role for role in said if role]) or not roles:
            left.append(entry)
    return found, left


def _person(entry: Any) -> dict[str, Any]:
    """A contributor, who may be written as `Name <e-mail> (address)`."""
    if isinstance(entry, str):
        parts = _PERSON.fullmatch(entry)
        return filled(parts.groupdict()) if parts else {"title": _line(entry)}
    told = dict(entry) if isinstance(entry, dict) else {}
    names = " ".join(str(told[key]) for key in ("givenName", "familyName") if told.get(key))
    title = told.pop("title", None) or told.pop("name", None) or names or told.get("organization")
    path = told.pop("path", None) or told.pop("web", None)
    return filled({**told, "title": _line(title or ""), "path": path})


def _sources(written: Data) -> tuple[list[dict[str, Any]], list[Any]]:
    """Sources, each with a title: that of a nameless one is its address."""
    found: list[dict[str, Any]] = []
    left: list[Any] = []
    for entry in _entries(written.get("sources")):
        told = {"title": entry} if isinstance(entry, str) else dict(entry) if isinstance(entry, dict) else {}
        path = told.pop("path", None) or told.pop("web", None) or told.pop("url", None)
        title = _line(told.pop("title", None) or told.pop("name", None) or path or told.get("email") or "")
        is_url = isinstance(path, str) and path.startswith(("http://", "https://"))
        if title:
            found.append(filled({**told, "title": title, "path": path if is_url else None}))
        if not title or (path and not is_url):
            left.append(entry)
    return found, left


def _unlike(written: Data, data: Data) -> Iterator[tuple[str, Any]]:
    """Yield what was said otherwise than it can be said here."""
    for key in ("version", "created"):
        if written.get(key) and str(written[key]).removesuffix("T00:00:00Z") != data[key]:
            yield IMPORTED.format(key), written[key]
    if written.get("name") and not str(written["name"]).strip():
        yield IMPORTED.format("name"), written["name"]
    profile = written.get("profile")
    if profile is not None and profile not in _PROFILES:
        yield IMPORTED.format("profile"), profile
    if written.get("$schema") not in (None, *official("datapackage")):
        yield IMPORTED.format("$schema"), written["$schema"]
    if isinstance(written.get("keywords"), list) and len(written["keywords"]) > MAX_KEYWORDS:
        yield IMPORTED.format("keywords"), written["keywords"]
    yield from ((key, written[key]) for key in ("last_updated", "schema") if key in written)


def _lost(data: Any, fits: Any, pointer: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield what was taken out of data when it was fitted to its schema."""
    if isinstance(data, Mapping) and isinstance(fits, Mapping):
        for key, part in data.items():
            if key not in fits:
                yield (*pointer, key), part
            else:
                yield from _lost(part, fits[key], (*pointer, key))
    elif isinstance(data, list) and isinstance(fits, list):
        for index, (part, kept) in enumerate(zip(data, fits, strict=True)):
            yield from _lost(part, kept, (*pointer, index))


def _version(told: Any) -> str:
    """The version as three numbers where it can be read so, else that of a first draft."""
    text = str(told or "").strip().removeprefix("v")
    if re.fullmatch(r"\d+(\.\d+){0,2}", text):
        return ".".join([*text.split("."), "0", "0"][:3])
    return FIRST_VERSION


def _day(told: Any) -> str | None:
    found = re.match(r"\d{4}-\d{2}-\d{2}", told) if isinstance(told, str) else None
    return found[0] if found else None


def _translations(told: Data) -> dict[str, Any]:
    return {key: part for key, part in told.items() if key.startswith("title_")}


def _entries(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _line(text: Any) -> str:
    return " ".join(str(text).split())
