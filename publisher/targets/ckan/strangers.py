"""What somebody else published, in the catalogue's terms: what has a place there, and all else under `custom`. Pure.

Nothing is made up: what a portal does not say is left out, and the check then says what a steward has to add.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publisher.load.fit import Fitter
from publisher.model import Data
from publisher.source import Document
from publisher.targets.ckan import form
from publisher.targets.ckan.descriptors import Reader, bounding_box, said
from publisher.targets.ckan.shapes import own
from publisher.targets.ckan.state import Record

FIRST_VERSION = "0.1.0"  # of a description that nobody has gone through yet
MAX_KEYWORDS = 50
IMPORTED = "imported_{}"  # the name in `custom` of a value that does not fit the property
# What only a steward can say of a dataset; an extra of that name means something else.
_OURS = {"$schema", "database", "resources", "proposed", "unattested", "custom"}
_SHORT_VERSION = re.compile(r"\d+(\.\d+)?")
_HOUSED = {"frequency", "temporal_start", "temporal_end", "spatial_text", "spatial_uri", "spatial", "title_translated"}
_HOUSED |= {"notes_translated", "contact_name", "contact_email"}


@dataclass(frozen=True)
class Origin:
    """The portal that a description comes from."""

    title: str
    url: str

    def source(self, path: str) -> dict[str, str]:
        """The page of the portal that says so."""
        return {"title": self.title or self.url, "url": f"{self.url}/{path}"}


def dataset(reader: Reader, record: Record, origin: Origin) -> dict[str, Any]:
    """The descriptor of a package, without its database and its files."""
    told = said(record)
    data, custom = _properties(reader, told)
    page = origin.source(f"dataset/{record['name']}")
    data |= reader.texts(record, told, {"title": "title", "notes": "description"})
    data |= {
        "$schema": reader.known("dataset")["$schema"]["default"],
        "title": _one_line(data["title"] or record["name"]),
        "version": _version(record.get("version")),
        "frequency": reader.frequency(told.get("frequency")),
        "temporal": form.filled({"start": told.get("temporal_start"), "end": told.get("temporal_end")}),
        "spatial": _area(told),
        "contributors": list(_contributors(record, told)),
        "licenses": _licences(reader, record.get("license_id")),
        "homepage": record.get("url"),
        "sources": [{"title": page["title"], "path": page["url"]}],
    }
    tags = [tag.get("display_name") or tag["name"] for tag in record.get("tags", ())]
    data["keywords"] = list(dict.fromkeys(tag.strip() for tag in tags))[:MAX_KEYWORDS]
    custom |= _left(record, told, data, tags)
    return _fitted(reader, data, custom)


def database(reader: Reader, title: str, organization: str, source: Data, themes: Sequence[str]) -> dict[str, Any]:
    """The database that the datasets of an organization of theirs are put under."""
    given: dict[str, Any] = {
        "title": title,
        "form": "list",
        "organization": organization,
        "themes": list(themes),
        "class": "open",
    }
    given |= {"evidence": "attested", "source_of_entry": [dict(source)]}
    required: Iterable[str] = reader.schemas.kinds["database"].get("required", ())
    rules = reader.schemas.rule_sets.values()
    demanded = {each["property"] for rule in rules for each in rule.demands if each["kind"] == "database"}
    unknown = [name for name in reader.known("database") if name in {*required, *demanded} and name not in given]
    return reader.in_order("database", form.filled({**given, "unattested": unknown}))


def group(reader: Reader, kind: str, record: Record, source: Data) -> dict[str, Any]:
    """An organization of theirs, or a group of theirs as a theme."""
    data = reader.group(kind, record)
    data["title"] = _one_line(record.get("title") or record.get("display_name") or record["name"])
    given = {"source_of_entry": [dict(source)]} if kind == "organization" else {}
    return reader.in_order(kind, {**data, **given})


def link(resource: Record) -> dict[str, Any]:
    """A file that is not taken, as it is kept in `custom`."""
    names = {"title": "name", "url": "url", "format": "format", "description": "description"}
    return form.filled({ours: resource.get(theirs) for ours, theirs in names.items()})


def _properties(reader: Reader, told: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """What bears the name of a property of a dataset, and what does not."""
    known, data, custom = reader.known("dataset"), {}, {}
    for name, part in told.items():
        if name in _HOUSED or (name.startswith(("title_", "notes_")) and _is_text(reader, name)):
            continue
        if name in _OURS or name in {"title", "description", "version"}:
            custom[IMPORTED.format(name)] = own(part)
        elif name in known:
            data[name] = reader.decoded("dataset", known[name], part)
        else:
            custom[name] = own(part)
    return data, custom


def _is_text(reader: Reader, name: str) -> bool:
    return name.partition("_")[2] in reader.languages[1:]


def _left(record: Record, told: Data, data: Data, tags: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Yield what is said in CKAN's own fields and has no place in the descriptor."""
    said_of_version = str(record.get("version") or "")
    if said_of_version and not data["version"].startswith(said_of_version):
        yield IMPORTED.format("version"), said_of_version
    if record.get("license_id") and not data["licenses"]:
        words = {key: record.get(f"license_{key}") for key in ("id", "title", "url")}
        yield IMPORTED.format("licence"), form.filled(words)
    if len(tags) > len(data["keywords"]):
        yield IMPORTED.format("keywords"), list(tags)
    if told.get("spatial") and "bbox" not in data["spatial"]:
        yield IMPORTED.format("spatial"), own(told["spatial"])
    if record.get("groups"):
        yield "groups", sorted(each["name"] for each in record["groups"])


def _fitted(reader: Reader, data: Data, custom: Mapping[str, Any]) -> dict[str, Any]:
    """A descriptor of what fits its schema; what does not is kept in `custom`, but for texts that a steward mends."""
    data = form.filled(data)
    fits = Fitter(reader.schemas, ()).fit("dataset", Document("", data)).data
    misfits = {name: part for name, part in data.items() if fits.get(name) != part and name not in _texts(reader)}
    kept = {**custom, **{IMPORTED.format(name): part for name, part in misfits.items()}}
    whole = {**fits, **{name: data[name] for name in _texts(reader) if name in data}, "custom": kept}
    return reader.in_order("dataset", form.filled(whole))


def _texts(reader: Reader) -> set[str]:
    return {
        f"{name}{end}" for name in ("title", "description") for end in ("", *(f"_{code}" for code in reader.languages))
    }


def _version(told: Any) -> str:
    """Their version where it can be read as three numbers, else that of a first draft."""
    text = str(told or "").strip()
    if _SHORT_VERSION.fullmatch(text):
        return ".".join([*text.split("."), "0", "0"][:3])
    return text if re.fullmatch(r"\d+\.\d+\.\d+", text) else FIRST_VERSION


def _area(told: Data) -> dict[str, Any]:
    """The area covered; without a name it is none of ours."""
    if not told.get("spatial_text"):
        return {}
    area = {"title": told["spatial_text"], "uri": told.get("spatial_uri"), "bbox": bounding_box(told.get("spatial"))}
    return form.filled(area)


def _contributors(record: Record, told: Data) -> Iterator[dict[str, Any]]:
    """Yield who made it, who answers questions, and who publishes it."""
    author = (record.get("author"), record.get("author_email"))
    contact = (
        told.get("contact_name") or record.get("maintainer"),
        told.get("contact_email") or record.get("maintainer_email"),
    )
    publisher = ((record.get("organization") or {}).get("title"), None)
    roles: dict[tuple[Any, Any], list[str]] = {}
    for who, role in ((author, "creator"), (contact, "contact"), (publisher, "publisher")):
        if any(who):
            roles.setdefault(who, []).append(role)
    for (name, email), played in roles.items():
        yield form.filled({"title": _one_line(name or email), "email": email, "roles": played})


def _licences(reader: Reader, id: Any) -> list[dict[str, str]]:
    name = reader.licence(str(id)) if id else None
    return [{"name": name}] if name else []


def _one_line(text: Any) -> str:
    return " ".join(str(text or "").split())
