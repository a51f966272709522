"""Entries as they stand in lists, and the links between them, in one language. Pure."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any

from publisher.model import Catalogue, Kind, Organization, Package, Theme, in_language
from publisher.show import term
from publisher.words import order

Context = dict[str, Any]


def anchor(version: str) -> str:
    """What a version is called within the page of its dataset."""
    return f"version-{version}"


class Cards:
    """The entries of a catalogue in one language."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._language = language
        self._rank = lru_cache(None)(partial(order, language=language))
        self._titles = {organization.name: organization.title for organization in catalogue.organizations}
        self._owned = Counter(package.organization for package in catalogue.of(Kind.DATABASE))
        self._themed = {kind: _themed(catalogue.of(kind)) for kind in Kind}

    def prefix(self, language: str) -> str:
        """The folder of a language: the main one lies at the root."""
        return "" if language == self._catalogue.language else f"{language}/"

    def href(self, kind: str, name: str) -> str:
        """The page of an entry, from the root of the site."""
        return f"{self.prefix(self._language)}{kind}/{name}/"

    def revision(self, dataset: str, version: str) -> str:
        """Where the page of a dataset tells of a version."""
        return f"{self.href('dataset', dataset)}#{anchor(version)}"

    def sorted(self, packages: Iterable[Package]) -> list[Package]:
        """Packages by their title, in the order of the language."""
        return sorted(packages, key=lambda package: self._rank(in_language(package.title, self._language)))

    def title_of(self, organization: str) -> str:
        """The title of an organization by its name."""
        return in_language(self._titles.get(organization, {}), self._language)

    def word(self, vocabulary: str, value: str | None) -> str:
        """The word for a vocabulary's value; nothing for nothing."""
        return term(self._catalogue, vocabulary, value, self._language) if value else ""

    def licence(self, name: str | None) -> Context:
        """A licence by its name and address."""
        url = self._catalogue.schemas.term("licences", name or "").get("url", "")
        return {"title": self.word("licences", name), "url": url}

    def packages(self, packages: Iterable[Package]) -> list[Context]:
        """Packages in a list."""
        return [self.package(package) for package in packages]

    def package(self, package: Package) -> Context:
        """A package in a list."""
        data = package.data
        words = {
            "class": self.word("classes", data.get("class")),
            "evidence": self.word("evidence", data.get("evidence")),
            "lifecycle": self.word("lifecycles", data.get("lifecycle")),
            "form": self.word("forms", data.get("form")),
        }
        rows = sum(resource.measure.rows for resource in package.resources if resource.measure)
        return {
            "path": self.href(package.kind, package.name),
            "title": in_language(package.title, self._language),
            "organization": self.title_of(package.organization),
            "number": data.get("number"),
            "open": bool(self._catalogue.schemas.term("classes", data.get("class", "")).get("open")),
            "formats": sorted({self.word("formats", resource.format) for resource in package.resources}),
            "row_count": rows,
            "data_as_of": data.get("data_as_of"),
            "modified": data.get("modified"),
            "proposed": sorted(data.get("proposed", ())),
            **words,
        }

    def organization(self, organization: Organization) -> Context:
        """An organization in a list."""
        return {
            "path": self.href("organization", organization.name),
            "title": in_language(organization.title, self._language),
            "valid_from": organization.data.get("valid_from"),
            "valid_to": organization.data.get("valid_to"),
            "databases": self._owned[organization.name],
        }

    def theme(self, theme: Theme) -> Context:
        """A theme in a list."""
        return {
            "path": self.href("theme", theme.name),
            "title": in_language(theme.title, self._language),
            "description": in_language(theme.description, self._language),
            "databases": self._themed[Kind.DATABASE][theme.name],
            "datasets": self._themed[Kind.DATASET][theme.name],
        }

    def linked(self, rows: list[Context]) -> list[Context]:
        """Give links between entries their address in this language."""
        for row in rows:
            for value in row["values"]:
                if "entry" in value:
                    value["path"] = self.href(*value.pop("entry"))
                if "rows" in value:
                    self.linked(value["rows"])
        return rows


def _themed(packages: Iterable[Package]) -> Counter[str]:
    """How many packages each theme has."""
    return Counter(theme for package in packages for theme in set(package.themes))
