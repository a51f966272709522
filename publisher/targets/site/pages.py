"""The pages of the site, as plain values that templates turn into HTML. Pure.

A page is a template and a context. The context is all that the page depends on besides the templates, so a page
whose context has not changed need not be written again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from publisher.model import Catalogue, Kind, Organization, Package, Theme, Withdrawn, in_language
from publisher.show import show, term
from publisher.targets.site import details
from publisher.words import language_name, order

Context = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page to render: where, from which template, with what, in which language."""

    path: str
    template: str
    context: Context
    language: str
    package: str | None = None


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """Yield every page in every language."""
    for language in catalogue.languages:
        yield from _Site(catalogue, language).pages()


class _Site:
    """The pages of one language."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.catalogue = catalogue
        self.language = language
        self.databases = self.sorted(catalogue.of(Kind.DATABASE))
        self.datasets = self.sorted(catalogue.of(Kind.DATASET))
        self.titles = {organization.name: organization.title for organization in catalogue.organizations}

    def pages(self) -> Iterator[Page]:
        """Yield the pages: lists first, then one page an entry."""
        yield self.page("", "home.html", self.home())
        yield self.page("database/", "databases.html", {"entries": [self.card(entry) for entry in self.databases]})
        yield self.page("dataset/", "datasets.html", {"entries": [self.card(entry) for entry in self.datasets]})
        yield self.page("organization/", "organizations.html", {"entries": self.organizations()})
        yield self.page("theme/", "themes.html", {"entries": [self.theme_card(t) for t in self.catalogue.themes]})
        if self.catalogue.open_data:
            yield self.page("open-data/", "open_data.html", self.open_data())
        for package in (*self.databases, *self.datasets):
            template = f"{package.kind}.html"
            yield self.page(f"{package.kind}/{package.name}/", template, self.package(package), package.name)
        for organization in self.catalogue.organizations:
            context = self.organization(organization)
            yield self.page(f"organization/{organization.name}/", "organization.html", context)
        for theme in self.catalogue.themes:
            yield self.page(f"theme/{theme.name}/", "theme.html", self.theme(theme))
        for withdrawn in self.catalogue.withdrawn:
            yield self.page(f"{withdrawn.kind}/{withdrawn.name}/", "withdrawn.html", self.withdrawn(withdrawn))

    def page(self, folder: str, template: str, context: Context, package: str | None = None) -> Page:
        """A page with what all pages share."""
        catalogue, language = self.catalogue, self.language
        languages = [
            {
                "code": other,
                "name": language_name(other),
                "path": self.prefix(other) + folder,
                "main": other == catalogue.language,
            }
            for other in catalogue.languages
        ]
        publisher = self.titles.get(catalogue.publisher, {})
        shared = {
            "site": in_language(catalogue.title, language),
            "url": catalogue.url,
            "home": self.prefix(language),
            "folder": self.prefix(language) + folder,
            "languages": languages,
            "publisher": in_language(publisher, language),
            "publisher_path": f"{self.prefix(language)}organization/{catalogue.publisher}/",
            "licence": self.licence(catalogue.data.get("licence")),
            "has_open_data": bool(catalogue.open_data),
        }
        path = f"{self.prefix(language)}{folder}index.html"
        return Page(path, template, {**shared, **context}, language, package)

    def prefix(self, language: str) -> str:
        """The folder of a language: the main one lies at the root."""
        return "" if language == self.catalogue.language else f"{language}/"

    def href(self, kind: str, name: str) -> str:
        """The page of an entry, from the root of the site."""
        return f"{self.prefix(self.language)}{kind}/{name}/"

    def sorted(self, packages: Iterable[Package]) -> list[Package]:
        """Packages by their title, in the order of the language."""
        return sorted(packages, key=lambda package: order(in_language(package.title, self.language), self.language))

    def home(self) -> Context:
        """What there is, the themes, the datasets."""
        return {
            "description": in_language(self.catalogue.description, self.language),
            "counts": {
                "databases": len(self.databases),
                "datasets": len(self.datasets),
                "organizations": len(self.catalogue.organizations),
            },
            "themes": [self.theme_card(theme) for theme in self.catalogue.themes],
            "datasets": [self.card(dataset) for dataset in self.datasets],
            "notes": self.catalogue_notes(),
        }

    def catalogue_notes(self) -> list[Context]:
        """What a reader should know about the catalogue as a whole."""
        keep = {"notes"}
        skip = set(self.catalogue.data) - keep
        return self.linked(show(self.catalogue, "catalogue", self.catalogue.data, self.language, skip))

    def card(self, package: Package) -> Context:
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
            "title": in_language(package.title, self.language),
            "organization": in_language(self.titles.get(package.organization, {}), self.language),
            "number": data.get("number"),
            "open": bool(self.catalogue.schemas.term("classes", data.get("class", "")).get("open")),
            "formats": sorted({self.word("formats", resource.format) for resource in package.resources}),
            "row_count": rows,
            "data_as_of": data.get("data_as_of"),
            "modified": data.get("modified"),
            "proposed": sorted(data.get("proposed", ())),
            **words,
        }

    def word(self, vocabulary: str, value: str | None) -> str:
        """The word for a vocabulary's value; nothing for nothing."""
        return term(self.catalogue, vocabulary, value, self.language) if value else ""

    def package(self, package: Package) -> Context:
        """The page of a database or dataset."""
        skip = {"title", "description", "notes", "unattested", "proposed", "resources", "licenses", "changelog"}
        skip |= {"$schema", "caveat", "methodology"} if package.kind is Kind.DATASET else set()
        rows = self.linked(show(self.catalogue, package.kind, package.data, self.language, skip))
        texts = {key: self.prose(package, key) for key in ("notes", "caveat", "methodology")}
        context = {
            **self.card(package),
            **texts,
            "description": in_language(package.description, self.language),
            "properties": rows,
            "unattested": details.unattested(self.catalogue, package, self.language),
            "organization_path": self.href("organization", package.organization),
            "themes": [self.theme_card(theme) for theme in self.catalogue.themes if theme.name in package.themes],
        }
        if package.kind is Kind.DATABASE:
            datasets = [dataset for dataset in self.datasets if dataset.data.get("database") == package.name]
            incoming = details.incoming(self.catalogue, package, self.language)
            return {**context, "datasets": [self.card(d) for d in datasets], "incoming": self.linked(incoming)}
        return {**context, **self.dataset(package)}

    def dataset(self, package: Package) -> Context:
        """What only a dataset's page has: licences, files, changes, its database."""
        database = self.catalogue.package(package.data.get("database", ""))
        return {
            "name": package.name,
            "folder_main": f"dataset/{package.name}/",
            "licences": [
                {
                    **self.licence(licence["name"]),
                    "covers": details.said(self.catalogue, licence, "title", self.language),
                }
                for licence in package.data.get("licenses", ())
            ],
            "version": package.data.get("version", ""),
            "resources": [details.resource(self.catalogue, resource, self.language) for resource in package.resources],
            "changelog": details.changelog(self.catalogue, package, self.language),
            "database": self.card(database) if database else None,
        }

    def prose(self, package: Package, key: str) -> str:
        """A long text of a package."""
        return details.said(self.catalogue, package.data, key, self.language)

    def licence(self, name: str | None) -> Context:
        """A licence by its name and address."""
        url = self.catalogue.schemas.term("licences", name or "").get("url", "")
        return {"title": self.word("licences", name), "url": url}

    def organizations(self) -> list[Context]:
        """All organizations; units stand under the organization that they belong to."""
        entries = sorted(
            self.catalogue.organizations,
            key=lambda organization: order(in_language(organization.title, self.language), self.language),
        )
        return [
            {
                **self.organization_card(top),
                "units": [self.organization_card(u) for u in entries if u.parent == top.name],
            }
            for top in entries
            if not top.parent
        ]

    def organization_card(self, organization: Organization) -> Context:
        """An organization in a list."""
        return {
            "path": self.href("organization", organization.name),
            "title": in_language(organization.title, self.language),
            "valid_from": organization.data.get("valid_from"),
            "valid_to": organization.data.get("valid_to"),
            "databases": sum(package.organization == organization.name for package in self.databases),
        }

    def organization(self, organization: Organization) -> Context:
        """The page of an organization."""
        skip = {"title", "description", "notes", "unattested", "proposed"}
        rows = show(self.catalogue, "organization", organization.data, self.language, skip)
        return {
            **self.organization_card(organization),
            "description": in_language(organization.description, self.language),
            "notes": details.said(self.catalogue, organization.data, "notes", self.language),
            "properties": self.linked(rows),
            "entries": [self.card(p) for p in self.databases if p.organization == organization.name],
            "datasets": [self.card(p) for p in self.datasets if p.organization == organization.name],
            "units": [
                self.organization_card(unit)
                for unit in self.catalogue.organizations
                if unit.parent == organization.name
            ],
            "unattested": details.unattested_names(
                self.catalogue, "organization", organization.data.get("unattested", ()), self.language
            ),
        }

    def theme_card(self, theme: Theme) -> Context:
        """A theme in a list."""
        return {
            "path": self.href("theme", theme.name),
            "title": in_language(theme.title, self.language),
            "description": in_language(theme.description, self.language),
            "databases": sum(theme.name in package.themes for package in self.databases),
            "datasets": sum(theme.name in package.themes for package in self.datasets),
        }

    def theme(self, theme: Theme) -> Context:
        """The page of a theme."""
        return {
            **self.theme_card(theme),
            "entries": [self.card(package) for package in self.databases if theme.name in package.themes],
            "published": [self.card(package) for package in self.datasets if theme.name in package.themes],
        }

    def open_data(self) -> Context:
        """The open-data list: what is published, what is planned, where the decision stands."""
        data = self.catalogue.open_data
        rows = show(self.catalogue, "open-data", data, self.language, {"entries", "unattested"})
        entries = []
        for entry in data.get("entries", ()):
            database = self.catalogue.package(entry.get("database", ""))
            if database:
                published = [d for d in self.datasets if d.data.get("database") == database.name]
                planned = [
                    {"title": details.said(self.catalogue, item, "title", self.language), "due": item.get("due")}
                    for item in entry.get("planned", ())
                ]
                note = details.said(self.catalogue, entry, "note", self.language)
                card = self.card(database)
                entries.append(
                    {**card, "published": [self.card(d) for d in published], "planned": planned, "note": note}
                )
        names = data.get("unattested", ())
        missing = details.unattested_names(self.catalogue, "open-data", names, self.language)
        return {"properties": self.linked(rows), "entries": entries, "unattested": missing}

    def withdrawn(self, withdrawn: Withdrawn) -> Context:
        """The page that stays where something was withdrawn."""
        successor = self.catalogue.package(withdrawn.successor or "")
        return {
            "title": in_language(withdrawn.title, self.language),
            "date": withdrawn.data.get("date", ""),
            "reason": details.said(self.catalogue, withdrawn.data, "reason", self.language),
            "successor": self.card(successor) if successor else None,
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
