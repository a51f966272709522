"""The properties of a descriptor, as people read them in a language. Pure.

Driven by the schema alone: a property that an agency adds to its own schema is shown with its label, its
vocabulary's words and its links, without a line of code.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from publisher.model import Catalogue, Data, Kind, Organization, Text, Theme, in_language, label
from publisher.words import date

Shown = dict[str, Any]

_INTERVAL = re.compile(r"R/P(\d+)([YMWD])")
_FOLDERS = {"organizations": "organization", "themes": "theme", "databases": "database", "datasets": "dataset"}


def show(catalogue: Catalogue, kind: str, data: Data, language: str, skip: Collection[str] = ()) -> list[Shown]:
    """Give each property that `data` holds: its name, label, help and values, in the order of the schema."""
    schema = catalogue.schemas.kinds[kind]
    return list(_Reader(catalogue, schema, language).rows(schema, data, skip))


def term(catalogue: Catalogue, vocabulary: str, value: str, language: str) -> str:
    """The word for a vocabulary's value; an interval that has no code is put into words too."""
    entry = catalogue.schemas.term(vocabulary, value)
    if not entry and (interval := _INTERVAL.fullmatch(value)):
        codes = catalogue.schemas.vocabularies["frequencies"].values()
        entry = next((code for code in codes if code.get("iso") == value), {})
        if not entry:
            unit = catalogue.schemas.term("intervals", interval[2])
            return in_language(unit["label"], language).format(n=interval[1])
    return label(entry, language) or value


class _Reader:
    """Reads the values of one descriptor by its schema."""

    def __init__(self, catalogue: Catalogue, schema: Data, language: str) -> None:
        self.catalogue = catalogue
        self.definitions = schema.get("$defs", {})
        self.language = language
        self.resolved = catalogue.schemas.resolved

    def rows(self, schema: Data, data: Data, skip: Collection[str] = ()) -> Iterator[Shown]:
        """Yield a row for each property of an object; a translation stands for what it translates."""
        for name, written in schema.get("properties", {}).items():
            node = self.resolve(written)
            if name in skip or "translation_of" in node or data.get(name) in (None, [], {}):
                continue
            own = f"{name}_{self.language}"
            value, said = (data[own], self.language) if own in data else (data[name], self.catalogue.language)
            help_words = node.get("help", {})
            yield {
                "name": name,
                "label": label(node, self.language) or name,
                "help": help_words.get(self.language) or help_words.get("en", ""),
                "values": list(self.values(node, value, said)),
                "proposed": name in data.get("proposed", ()),
            }

    def values(self, node: Data, value: Any, said: str) -> Iterator[Shown]:
        """Yield what a value says; a list says what its items say."""
        if isinstance(value, list):
            items = self.resolve(node.get("items", {}))
            for item in value:
                yield from self.values(items, item, said)
        elif isinstance(value, dict):
            yield {"rows": list(self.rows(_opened(node, value), value))}
        else:
            yield self.scalar(node, value, said)

    def scalar(self, node: Data, value: Any, said: str) -> Shown:
        """What a single value says."""
        if "reference" in node:
            return self.link(node["reference"], value)
        if "vocabulary" in node:
            return {"text": term(self.catalogue, node["vocabulary"], value, self.language)}
        if isinstance(value, bool):
            return {"text": term(self.catalogue, "yes-no", str(value).lower(), self.language)}
        if node.get("day"):
            return {"text": date(value, self.language)}
        if node.get("markdown"):
            return {"markdown": value, **self.spoken(said)}
        if node.get("format") in {"uri", "email"}:
            return {"text": value, "url": value if node["format"] == "uri" else f"mailto:{value}"}
        return {"text": value, **self.spoken(said)} if isinstance(value, str) else {"text": str(value)}

    def spoken(self, said: str) -> Shown:
        """The language of a value, if it is another than that of the page."""
        return {} if said == self.language else {"lang": said}

    def link(self, kind: str, name: str) -> Shown:
        """A link to another entry, by its title."""
        package = self.catalogue.package(name)
        if kind == "packages":
            kind = "datasets" if package and package.kind is Kind.DATASET else "databases"
        groups: Mapping[str, Sequence[Organization | Theme]] = {
            "organizations": self.catalogue.organizations,
            "themes": self.catalogue.themes,
        }
        entries = groups.get(kind, (package,) if package else ())
        title: Text = next((entry.title for entry in entries if entry.name == name), {})
        return {"text": in_language(title, self.language) or name, "entry": [_FOLDERS[kind], name]}

    def resolve(self, node: Data) -> Data:
        """Follow a reference to a definition; what is written beside it wins."""
        if "$ref" not in node:
            return node
        if id(node) not in self.resolved:
            target = self.definitions[node["$ref"].rpartition("/")[2]]
            whole = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
            self.resolved[id(node)] = node, self.resolve(whole)
        return self.resolved[id(node)][1]


def _opened(node: Data, data: Data) -> Data:
    """A schema node; one of an open mapping has as properties what the data says."""
    is_open = node.get("additionalProperties") is True or not node
    return {"properties": {key: {} for key in data}} if is_open else node
