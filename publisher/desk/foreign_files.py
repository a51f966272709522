"""The files of a Data Package from elsewhere, each as a resource of ours. Reads its folder, writes below another.

A file that cannot be taken is not passed over: it is named, with the reason, and kept as a link.
"""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from publisher.desk import delimited
from publisher.desk.delimited import Dialect, column_names, dialect_of
from publisher.desk.draft import note
from publisher.desk.foreign import licences
from publisher.desk.foreign_schema import Columns, Left, mapping, mappings, names_of, table_schema
from publisher.desk.naming import free
from publisher.desk.packages import Elsewhere, Folder, is_address
from publisher.desk.tabular import described
from publisher.model import Data, Schemas
from publisher.problem import Problem
from publisher.tables import forms
from publisher.tables.files import same_hash
from publisher.tables.layout import MAX_LINE
from publisher.targets.ckan.form import filled
from publisher.words import slug

MAX_RESOURCES = 200
MAX_SHOWN = 20
_TABS = {"tsv", "tab"}
_HANDLED = {"name", "path", "url", "file", "data", "title", "format", "mediatype", "mimetype", "encoding", "dialect"}
_HANDLED |= {"schema", "bytes", "hash", "type", "profile", "licenses", "scheme", "$schema"}
_FILE_NAME = re.compile(r"[a-z0-9]+([-_.][a-z0-9]+)*")
_DATASET_ADDRESS = re.compile(r"(?:\.\./)?([a-z0-9-]+)(?:/datapackage\.(?:json|ya?ml))?")


@dataclass(frozen=True)
class Ground:
    """What is taken from where, and where it goes; the names of the datasets that a key may refer to."""

    folder: Folder
    place: Path
    schemas: Schemas
    datasets: frozenset[str]
    limit: int

    @property
    def known(self) -> Mapping[str, Data]:
        """The properties of a field."""
        known: Mapping[str, Data] = self.schemas.kinds["dataset"]["$defs"]["field"]["properties"]
        return known


@dataclass(frozen=True)
class Item:
    """A resource as it was taken: our description, or a link and the reason; and what is said of it.

    `original` is what frictionless is shown of it; `can_be_judged` is false where that would never end.
    """

    name: str
    title: str
    data: dict[str, Any] = field(default_factory=dict)
    link: dict[str, Any] = field(default_factory=dict)
    left: dict[str, Any] = field(default_factory=dict)
    original: dict[str, Any] = field(default_factory=dict)
    said: tuple[tuple[str, dict[str, str]], ...] = ()
    can_be_judged: bool = True

    def notes(self, file: str) -> Iterator[Problem]:
        """Yield what is to be said of it."""
        for code, args in self.said:
            yield note(file, code, resource=self.title, **args)


@dataclass(frozen=True)
class _Entry:
    """A resource as it is described elsewhere, with its schema and dialect read, and its name here."""

    written: Data
    name: str
    columns: dict[str, str] = field(default_factory=dict)
    """The names of its columns here by those that they bear there; more are added as its files are read."""

    @property
    def title(self) -> str:
        """What it is called to people."""
        told = self.written.get("title") or self.written.get("name") or next(iter(_paths(self.written)), self.name)
        return " ".join(str(told).split()) or self.name

    def rename(self, labels: Sequence[str]) -> list[str]:
        """The names of its columns here."""
        return column_names(labels, self.columns, slug)


def taken(ground: Ground, written: Data) -> list[Item]:
    """Take every resource of a package."""
    entries: list[_Entry] = []
    names: list[str] = []
    for each in written["resources"]:
        told = each if isinstance(each, dict) else {"path": str(each)}
        stem = PurePosixPath(str(next(iter(_paths(told)), ""))).stem
        names.append(free(str(told.get("name") or stem or "resource"), names))
        entries.append(_Entry(told, names[-1]))
    found = [_referred(ground.folder, entry) for entry in entries]
    for entry in found:
        if isinstance(entry, _Entry):
            entry.rename(names_of(entry.written.get("schema") or {}))
    tables = {str(entry.written.get("name")): entry for entry in found if isinstance(entry, _Entry)}
    items = [_item(ground, entry, tables) if isinstance(entry, _Entry) else entry for entry in found[:MAX_RESOURCES]]
    many = ("import-not-taken", {"path": "", "reason": f"> {MAX_RESOURCES}"})
    return items + [_linked(entry, *many) for entry in entries[MAX_RESOURCES:]]


def _paths(written: Data) -> list[str]:
    """The paths of the files of a resource; one of several parts has a list."""
    told: Any = next((written[key] for key in ("path", "url", "file") if written.get(key)), [])
    return [str(path) for path in (told if isinstance(told, list) else [told])]


def _linked(entry: _Entry, code: str, args: dict[str, str]) -> Item:
    """A resource that is not taken."""
    paths = _paths(entry.written)
    link = {"title": entry.title, "url": ", ".join(paths), "format": entry.written.get("format")}
    link |= {"description": entry.written.get("description")}
    return Item(entry.name, entry.title, link=filled(link), said=((code, args),))


def _refused(entry: _Entry, error: Elsewhere) -> Item:
    path, reason = (str(part) for part in error.args)
    if is_address(path):
        return _linked(entry, "import-address", {"url": path})
    return _linked(entry, "import-not-taken", {"path": path, "reason": reason})


def _referred(folder: Folder, entry: _Entry) -> _Entry | Item:
    """A resource with its schema and dialect in it, wherever they stand; an Item where they cannot be read."""
    told = dict(entry.written)
    for key in ("schema", "dialect"):
        try:
            if isinstance(told.get(key), str):
                told[key] = folder.described(told[key])
        except Elsewhere as error:
            return _refused(entry, error)
        if key in told and not isinstance(told[key], dict):
            del told[key]
    return _Entry(told, entry.name)


def _item(ground: Ground, entry: _Entry, tables: Mapping[str, _Entry]) -> Item:
    """Take one resource."""
    format = _format(entry.written)
    if format not in ground.schemas.vocabularies["formats"]:
        return _linked(entry, "import-format", {"format": format or "?"})
    try:
        files = [ground.folder.file(path, ground.limit) for path in _paths(entry.written)]
    except Elsewhere as error:
        return _refused(entry, error)
    target = ground.place / _file_name(ground.place, entry, format)
    try:
        if format == "csv":
            return _csv(ground, entry, files, target, tables)
        if len(files) != 1:
            raise ValueError("data" if not files else "multipart")
    except (ValueError, OverflowError) as error:
        target.unlink(missing_ok=True)
        reason = str(error)[:200]
        return _linked(entry, "import-not-taken", {"path": ", ".join(_paths(entry.written)), "reason": reason})
    shutil.copyfile(files[0], target, follow_symlinks=False)
    left = Left()
    told = _table_of_another_form(ground, entry, format, tables, left)
    item = Item(entry.name, entry.title, data=told, left=left.parts, original=_original(entry))
    return _complete(ground, entry, format, target, item)


def _table_of_another_form(
    ground: Ground, entry: _Entry, format: str, tables: Mapping[str, _Entry], left: Left
) -> dict[str, Any]:
    """What is told of a table that is no CSV text: such a file stays as it is, so its columns must bear good names."""
    schema, dialect = entry.written.get("schema") or {}, entry.written.get("dialect") or {}
    names = names_of(schema)
    if format in forms.FORMATS and names and entry.rename(names) == names:
        used = {key: part for key, part in dialect.items() if format in forms.DIALECT.get(key, ())}
        told = {"schema": table_schema(schema, ground.known, entry.rename, _tables(ground, entry, tables), left)}
        return {**told, **({"dialect": used} if used else {})}
    for key, part in (("schema", schema), ("dialect", dialect)):
        if part:
            left.keep(key, part)
    return {}


def _format(written: Data) -> str:
    """Our name of a format, by its label, its media type or how the file is called."""
    media = str(written.get("mediatype") or written.get("mimetype") or "")
    ending = PurePosixPath(next(iter(_paths(written)), "")).suffix
    told = str(written.get("format") or ending or media.rpartition("/")[2] or "").lower().strip(". ")
    told = told.rpartition("/")[2] if "/" in told else told
    if not _paths(written) and "data" in written:
        return "csv"
    return "csv" if told in _TABS or (told == "txt" and "schema" in written) else told


def _file_name(place: Path, entry: _Entry, format: str) -> str:
    """The name of the file here: the one that it has, if that will do."""
    base = PurePosixPath(next(iter(_paths(entry.written)), "")).name
    fits = _FILE_NAME.fullmatch(base) and base.endswith(f".{format}") and len(_paths(entry.written)) == 1
    return base if fits and not (place / base).exists() else f"{entry.name}.{format}"


def _csv(ground: Ground, entry: _Entry, files: Sequence[Path], target: Path, tables: Mapping[str, _Entry]) -> Item:
    """Take a table."""
    schema, dialect = entry.written.get("schema") or {}, _dialect(entry)
    names, before = names_of(schema), set(entry.columns)
    if files:
        encoding = str(entry.written.get("encoding") or "utf-8")
        file = delimited.take(files, target, dialect, encoding, names, entry.rename)
    else:
        file = delimited.write_inline(entry.written.get("data"), target, names, entry.rename)
    left = Left({name: entry.written["dialect"][name] for name in dialect.unknown})
    told: dict[str, Any] = {**({"dialect": file.dialect} if file.dialect else {})}
    if names:
        told["schema"] = table_schema(schema, ground.known, entry.rename, _tables(ground, entry, tables), left)
        _with_null_sequence(told["schema"], dialect)
    else:
        found, _ = described(target, file.dialect.get("delimiter", ","), file.labels, ground.known["type"]["enum"])
        titles = {name: label for label, name in entry.columns.items() if label not in before or label in file.labels}
        for field in found.get("schema", {}).get("fields", ()):
            field["title"] = " ".join(titles.get(field["name"], field["name"]).split()) or field["name"]
        told |= found if found.get("schema", {}).get("fields") else {}
    item = Item(
        entry.name,
        entry.title,
        data=told,
        left=left.parts,
        original=_original(entry),
        said=tuple(_said(entry, file)),
        can_be_judged=not any(_has_long_line(each) for each in files),
    )
    return _complete(ground, entry, "csv", target, item)


def _dialect(entry: _Entry) -> Dialect:
    """The dialect of a table; that of a file of tabs needs no telling."""
    written = dict(entry.written.get("dialect") or {})
    ending = PurePosixPath(next(iter(_paths(entry.written)), "")).suffix.lower().lstrip(".")
    tabs = str(entry.written.get("format") or ending).lower() in _TABS
    return dialect_of({**({"delimiter": "\t"} if tabs else {}), **written})


def _with_null_sequence(schema: dict[str, Any], dialect: Dialect) -> None:
    """Let what a dialect calls null be a missing value."""
    if isinstance(dialect.get("nullSequence"), str):
        known = schema.get("missingValues", [""])
        schema["missingValues"] = list(dict.fromkeys([*known, dialect.get("nullSequence")]))


def _tables(ground: Ground, entry: _Entry, tables: Mapping[str, _Entry]) -> Any:
    def table(reference: Data) -> tuple[dict[str, str], Columns] | None:
        if "package" in reference:
            found = _DATASET_ADDRESS.fullmatch(str(reference["package"]))
            if not found or found[1] not in ground.datasets:
                return None
            return {"package": found[1], "resource": str(reference.get("resource", ""))}, list
        name = reference.get("resource")
        if name in (None, "", "self"):
            return {}, entry.rename
        other = tables.get(str(name))
        return ({"resource": other.name}, other.rename) if other else None

    return table


def _said(entry: _Entry, file: delimited.Taken) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what was changed about a file."""
    if file.changes:
        yield "import-rewritten", {"changes": ", ".join(file.changes)}
    new = [f"{label} → {name}" for label, name in entry.columns.items() if label != name and name in file.labels]
    if new:
        yield "import-columns", {"columns": ", ".join(new[:MAX_SHOWN]) + (" …" if len(new) > MAX_SHOWN else "")}


def _original(entry: _Entry) -> dict[str, Any]:
    """What frictionless is shown: files of the folder alone, and nothing that it would look up elsewhere."""
    told = {key: part for key, part in entry.written.items() if key not in {"profile", "$schema", "url", "file"}}
    paths = _paths(entry.written)
    told |= {"path": paths if len(paths) > 1 else paths[0]} if paths else {}
    schema = told.get("schema")
    if schema:
        inner = [key for key in mappings(schema.get("foreignKeys")) if "package" not in mapping(key.get("reference"))]
        plain = {key: part for key, part in schema.items() if key not in {"$schema", "profile", "foreignKeys"}}
        told["schema"] = {**plain, **({"foreignKeys": inner} if inner else {})}
    return {**told, "name": str(told.get("name") or entry.name)}


def _has_long_line(file: Path) -> bool:
    """Whether a line is so long that frictionless would look at it without end."""
    with file.open("rb") as stream:
        while line := stream.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE:
                return True
    return False


def _complete(ground: Ground, entry: _Entry, format: str, target: Path, item: Item) -> Item:
    """An Item with all that our schema demands of a resource, and what else is said of it."""
    known = ground.schemas.kinds["dataset"]["$defs"]["resource"]["properties"]
    written, left = entry.written, dict(item.left)
    more = {key: part for key, part in written.items() if key in known and key not in _HANDLED}
    left |= {key: part for key, part in written.items() if key not in known and key not in _HANDLED}
    found, unknown = licences(ground.schemas, {"licenses": written.get("licenses")})
    left |= {"licenses": unknown} if unknown else {}
    hash = written.get("hash")
    is_same = bool(re.fullmatch(known["hash"]["pattern"], str(hash))) and same_hash(str(hash), target) == hash
    left |= {"hash": hash} if hash and not is_same else {}
    about = {
        **more,
        "name": entry.name,
        "type": "table" if "schema" in item.data else None,
        "title": entry.title,
        "path": target.name,
        "format": format,
        "mediatype": ground.schemas.term("formats", format).get("mediatype"),
        "encoding": "utf-8",
        "licenses": found,
        "hash": hash if is_same else None,
        "bytes": target.stat().st_size if is_same else None,
        **item.data,
    }
    renamed = str(written.get("name") or entry.name) != entry.name
    said = [("import-resource-renamed", {"now": entry.name})] if renamed else []
    return replace(item, data=filled(about), left=left, said=(*item.said, *said))
