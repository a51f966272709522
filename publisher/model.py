"""The nouns of a catalogue, as frozen values. Pure.

Only what code touches is a field. All else that a schema allows stays in `data`, where the site, the exports
and CKAN find it by themselves.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from publisher.measures import Measure
from publisher.source import Document, Pointer

# What a property may refer to by `reference:` in a schema.
REFERENCES = ("organizations", "themes", "databases", "datasets", "packages")
# What a data file may be packed in.
COMPRESSIONS = ("gz", "zip")

Text = Mapping[str, str]
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Descriptor:
    """A document of a kind, and the part of its data that fits the schema of that kind."""

    kind: str
    document: Document
    data: Data


class Kind(StrEnum):
    """The two kinds of package: an entry of the list of databases, and a dataset with files."""

    DATABASE = "database"
    DATASET = "dataset"


@dataclass(frozen=True)
class Resource:
    """One file of a dataset; `file` is its path on disk, `measure` comes with the check of the data."""

    name: str
    title: Text
    path: str
    format: str
    data: Data
    file: Path
    pointer: Pointer
    measure: Measure | None = None

    @property
    def compression(self) -> str:
        """How the file is packed, gz or zip, or nothing; its ending says so where the descriptor does not."""
        ending = self.path.rpartition(".")[2]
        return str(self.data.get("compression") or (ending if ending in COMPRESSIONS else ""))

    @property
    def is_csv_table(self) -> bool:
        """Whether the file itself, as it lies there, is CSV text with a Table Schema."""
        return self.format == "csv" and not self.compression and bool(self.fields)

    @property
    def schema(self) -> Data:
        """The Table Schema of the resource."""
        schema: Data = self.data.get("schema", {})
        return schema

    @property
    def foreign_keys_at(self) -> Sequence[tuple[int, Data]]:
        """The foreign keys of the Table Schema that say what they refer to, each with its place in the list.

        A key that names no table refers to its own, as one does that names it by an empty text (Table Schema v1).
        """
        keys: Sequence[Data] = self.schema.get("foreignKeys", ())
        return [
            (index, {**key, "reference": {**key["reference"], "resource": key["reference"].get("resource", "")}})
            for index, key in enumerate(keys)
            if "fields" in key and "fields" in key.get("reference", ())
        ]

    @property
    def foreign_keys(self) -> Sequence[Data]:
        """The foreign keys of the Table Schema that say what they refer to."""
        return [key for _, key in self.foreign_keys_at]

    @property
    def fields(self) -> Sequence[Data]:
        """The fields of the Table Schema, in the order of the columns."""
        fields: Sequence[Data] = self.schema.get("fields", ())
        return fields

    @property
    def figures(self) -> Sequence[Data]:
        """The figures that are drawn from the table."""
        figures: Sequence[Data] = self.data.get("figures", ())
        return figures


@dataclass(frozen=True)
class Package:
    """A database or a dataset; a dataset takes organization and themes from its database."""

    kind: Kind
    name: str
    title: Text
    description: Text
    organization: str
    themes: tuple[str, ...]
    keywords: tuple[str, ...]
    licence: str | None
    resources: tuple[Resource, ...]
    data: Data
    document: Document = field(repr=False, compare=False)


@dataclass(frozen=True)
class Organization:
    """An agency or one of its units."""

    name: str
    title: Text
    description: Text
    parent: str | None
    data: Data
    document: Document = field(repr=False, compare=False)


@dataclass(frozen=True)
class Theme:
    """A subject that databases are grouped under."""

    name: str
    title: Text
    description: Text
    data: Data


@dataclass(frozen=True)
class Withdrawn:
    """What was published once and is no more."""

    name: str
    kind: Kind
    title: Text
    successor: str | None
    data: Data


@dataclass(frozen=True)
class Portal:
    """How the catalogue is published to CKAN."""

    owner: str
    prefix: str = ""
    organization: str | None = None
    dataset_type: str = "dataset"
    links_only: bool = False
    datastore: bool = True
    max_bytes: int | None = None
    url: str = ""


@dataclass(frozen=True)
class RuleSet:
    """What a law demands of entries that rest on it, and what must be done within which time."""

    name: str
    document: str
    valid_from: str
    valid_to: str
    demands: tuple[Data, ...]
    limits: tuple[Data, ...] = ()


@dataclass(frozen=True)
class Schemas:
    """What descriptors may say: a JSON Schema a kind, vocabularies, rule sets, Table Schemas."""

    kinds: Mapping[str, Data]
    vocabularies: Mapping[str, Mapping[str, Data]]
    rule_sets: Mapping[str, RuleSet]
    tables: Mapping[str, Data]

    @cached_property
    def resolved(self) -> dict[int, tuple[Data, Data]]:
        """What nodes with a reference amount to, beside the node itself, by its identity: filled as they are read."""
        return {}

    def properties(self, kind: str) -> Mapping[str, Data]:
        """The properties of a kind as the schema lists them, in its order."""
        properties: Mapping[str, Data] = self.kinds[kind]["properties"]
        return properties

    def term(self, vocabulary: str, value: str) -> Data:
        """An entry of a vocabulary; empty for a value it does not know."""
        return self.vocabularies.get(vocabulary, {}).get(value, {})


@dataclass(frozen=True)
class Shape:
    """A place on a map: its outline as an SVG path, and what it is called there."""

    path: str
    title: str


@dataclass(frozen=True)
class Map:
    """Shapes by the codes of an edition; `box` is where they lie, `labels` are words at places of it."""

    name: str
    box: tuple[float, float, float, float]
    shapes: Mapping[str, Shape]
    labels: tuple[tuple[float, float, str], ...] = ()
    title: Text = field(default_factory=dict)
    credit: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """All that an agency publishes, in the order of names."""

    root: Path
    title: Text
    description: Text
    url: str
    publisher: str
    languages: tuple[str, ...]
    portal: Portal | None
    organizations: tuple[Organization, ...]
    themes: tuple[Theme, ...]
    packages: tuple[Package, ...]
    withdrawn: tuple[Withdrawn, ...]
    open_data: Data
    data: Data
    schemas: Schemas = field(repr=False)
    descriptors: Mapping[str, Descriptor] = field(repr=False, compare=False)
    maps: Mapping[str, Map] = field(default_factory=dict, repr=False)
    unread: frozenset[str] = frozenset()
    """Files that are there but could not be understood."""
    as_of: datetime.date = field(default_factory=datetime.date.today, compare=False)
    """The day on which the catalogue is looked at: what is due and overdue depends on it, and no byte of a target."""

    @property
    def language(self) -> str:
        """The main language."""
        return self.languages[0]

    def of(self, kind: Kind) -> Iterator[Package]:
        """The packages of one kind."""
        return (package for package in self.packages if package.kind is kind)

    def package(self, name: str) -> Package | None:
        """The package of a name."""
        return self._by_name.get(name)

    def datasets_of(self, database: str) -> Iterator[Package]:
        """The datasets that belong to a database."""
        return iter(self._by_database.get(database, ()))

    @cached_property
    def _by_name(self) -> Mapping[str, Package]:
        """Packages by name; the first of several of one name, which is a problem elsewhere."""
        return {package.name: package for package in reversed(self.packages)}

    @cached_property
    def _by_database(self) -> Mapping[str, Sequence[Package]]:
        found: dict[str, list[Package]] = {}
        for dataset in self.of(Kind.DATASET):
            found.setdefault(str(dataset.data.get("database", "")), []).append(dataset)
        return found

    def with_measures(self, measures: Mapping[tuple[str, str], Measure]) -> "Catalogue":
        """The same catalogue, each resource with the measure found for (package, resource)."""
        packages = tuple(
            replace(package, resources=tuple(
                replace(resource, measure=measures.get((package.name, resource.name)))
                for resource in package.resources
            ))
            for package in self.packages
        )  # fmt: skip
        return replace(self, packages=packages)


def text(data: Data, key: str, languages: Sequence[str]) -> Text:
    """Gather a translated property: `key` holds the main language, `key_xx` another."""
    main, *others = languages
    written = {main: data.get(key), **{other: data.get(f"{key}_{other}") for other in others}}
    return {language: value for language, value in written.items() if isinstance(value, str) and value}


def in_language(words: Text, language: str) -> str:
    """Pick the text of a language, else that of the main language, else nothing."""
    return words.get(language) or next(iter(words.values()), "")


def label(node: Data, language: str) -> str:
    """The label of a schema node or vocabulary entry; English where the language has none."""
    labels: Mapping[str, str] = node.get("label", {})
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), "")
