"""What somebody changed on a portal, taken into the descriptors. Reads files.

Both what the catalogue wants there and what is there are read back into descriptors; where these differ, the file is
changed. So an edit that no descriptor has a place for changes nothing, and is left.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from publisher.desk.draft import THEMES, clean, database_file, dataset_file, organization_file
from publisher.desk.edit import edited
from publisher.model import Catalogue
from publisher.plan import Edit, State
from publisher.problem import Refused
from publisher.source import parse
from publisher.targets.ckan.descriptors import CORE, Reader

_FILES = {"organization": organization_file, "database": database_file, "dataset": dataset_file}
# CKAN's own fields that a descriptor has a place for.
_FIELDS = {"title", "description", "notes", "version", "license_id", "maintainer", "maintainer_email", "tags"}
_TEXTS = ("name", "description")
# What belongs to the catalogue as a whole: no edit of one entry decides it.
_KEPT = {"organization", "themes", "$schema"}
_MARK = "\ufeff"

Value = Mapping[str, Any]
Texts = dict[str, tuple[str, str]]


def accepted(root: Path, catalogue: Catalogue, reader: Reader, wanted: State, edits: Sequence[Edit]) -> Texts:
    """Each file that edits change, as it is and as it would be."""
    texts: Texts = {}
    for key in dict.fromkeys(edit.key for edit in edits if edit.key in wanted):
        file = _file_of(key)
        before = (root / file).read_bytes().decode("utf-8")
        mark = _MARK if before.startswith(_MARK) else ""
        document, _ = parse(before.removeprefix(mark), file)
        if document is None or document.data != catalogue.descriptors[file].document.data:
            raise Refused("file-changed", file=file)
        told = _told(catalogue, reader, key, wanted[key].value, [edit for edit in edits if edit.key == key])
        after = mark + edited(before.removeprefix(mark), told, file)
        if after != before:
            texts[file] = (before, after)
    return texts


def left(wanted: State, edits: Iterable[Edit]) -> list[Edit]:
    """The edits that a catalogue does not want as they are."""
    return [edit for edit in edits if edit.key not in wanted or _says(wanted[edit.key].value, edit) != edit.there]


def _file_of(key: str) -> str:
    """The file that describes what a key stands for."""
    kind, _, name = key.partition("/")
    return THEMES if kind == "theme" else _FILES[kind](name)


def _told(catalogue: Catalogue, reader: Reader, key: str, wanted: Value, edits: Sequence[Edit]) -> dict[str, Any]:
    """What the file of a key says after the edits that its descriptor has a place for."""
    kind, _, name = key.partition("/")
    whole: dict[str, Any] = catalogue.descriptors[_file_of(key)].document.data
    old = whole[name] if kind == "theme" else whole
    before, after = (_read(reader, kind, value) for value in (wanted, _there(wanted, edits)))
    new = _patched(old, before, after, list(reader.known(_kind(kind))))
    return {**whole, name: new} if kind == "theme" else new


def _there(wanted: Value, edits: Iterable[Edit]) -> dict[str, Any]:
    """A payload with the values that edits gave it, as far as descriptors have a place for such."""
    value: dict[str, Any] = copy.deepcopy(dict(wanted))
    for edit in edits:
        place, name = _place(value, edit)
        if place is not None:
            place.pop(name, None)
            place |= {} if edit.there is None else {name: clean(edit.there)}
    return value


def _place(value: dict[str, Any], edit: Edit) -> tuple[dict[str, Any] | None, str]:
    """Where in a payload an edit was made; nowhere if no descriptor has a place for it."""
    group, _, name = edit.field.partition(".")
    if edit.resource:
        field = edit.field.rpartition(".")[2]
        found = next((each for each in value.get("resources", ()) if each["id"] == edit.resource), None)
        return (found if field.partition("_")[0] in _TEXTS else None), field
    if group == "extras":
        return (None if name == "kind" else value.setdefault("extras", {})), name
    return (value if edit.field in _FIELDS or edit.field not in CORE else None), edit.field


def _says(value: Value, edit: Edit) -> Any:
    """What a payload says where an edit was made."""
    group, _, name = edit.field.partition(".")
    if edit.resource:
        found: Value = next((each for each in value.get("resources", ()) if each["id"] == edit.resource), {})
        return found.get(edit.field.rpartition(".")[2])
    return value.get("extras", {}).get(name) if group == "extras" else value.get(edit.field)


def _kind(kind: str) -> str:
    return "themes" if kind == "theme" else kind


def _read(reader: Reader, kind: str, value: Value) -> dict[str, Any]:
    if kind in {"database", "dataset"}:
        return reader.package(value)[1]
    return reader.group(_kind(kind), value)


def _patched(old: Value, before: Value, after: Value, order: Sequence[str]) -> dict[str, Any]:
    """A descriptor with what differs between two readings of it; what is new stands where the schema has it."""
    new = dict(old)
    for name in {**before, **after}:
        if name in _KEPT or before.get(name) == after.get(name):
            continue
        value = _merged(name, old.get(name), before.get(name), after.get(name))
        if value in (None, [], {}):
            new.pop(name, None)
        elif name in new:
            new[name] = value
        else:
            new = _inserted(new, name, value, order)
    return new


def _merged(name: str, old: Any, before: Any, after: Any) -> Any:
    """A property with what changed of it; the order of words and what no portal tells stay."""
    if name == "keywords":
        words, now = list(old or ()), list(after or ())
        return [*(word for word in words if word in now), *(word for word in now if word not in words)]
    if name == "resources":
        return [_patched(*each, list(each[0])) for each in zip(old, before, after, strict=True)]
    if name == "custom" and isinstance(old, dict):
        return _patched(old, before or {}, after or {}, list(old))
    return after


def _inserted(data: dict[str, Any], name: str, value: Any, order: Sequence[str]) -> dict[str, Any]:
    """A mapping with a new property behind the nearest one that stands before it in an order."""
    before = order[: order.index(name)] if name in order else _up_to_base(name, list(data))
    last = next((key for key in reversed(before) if key in data), None)
    items = list(data.items())
    items.insert([key for key, _ in items].index(last) + 1 if last else len(items), (name, value))
    return dict(items)


def _up_to_base(name: str, keys: list[str]) -> list[str]:
    """The keys up to the one that a name is a translation of; all of them if it is none."""
    base = name.rpartition("_")[0]
    return keys[: keys.index(base) + 1] if base in keys else keys
