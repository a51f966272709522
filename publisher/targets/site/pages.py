"""The pages of the site, as plain values that templates turn into HTML. Pure.

A page is a template and a context. The context is all that the page depends on besides the templates, so a page
whose context has not changed need not be written again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from publisher.model import Catalogue, Kind, Organization, Package, Theme, Withdrawn, in_language
from publisher.show import show
from publisher.targets.site import details
from publisher.targets.site.cards import Cards, Context
from publisher.words import language_name, order


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
        self.cards = Cards(catalogue, language)
        self.databases = self.cards.sorted(catalogue.of(Kind.DATABASE))
        self.datasets = self.cards.sorted(catalogue.of(Kind.DATASET))

    def pages(self) -> Iterator[Page]:
        """Yield the pages: lists first, then one page an entry."""
        yield self.page("", "home.html", self.home())
        yield self.page("database/", "databases.html", {"entries": self.cards.packages(self.databases)})
        yield self.page("dataset/", "datasets.html", {"entries": self.cards.packages(self.datasets)})
        yield self.page("organization/", "organizations.html", {"entries": self.organizations()})
        yield self.page("theme/", "themes.html", {"entries": [self.cards.theme(t) for t in self.catalogue.themes]})
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
                "path": self.cards.prefix(other) + folder,
                "main": other == catalogue.language,
            }
            for other in catalogue.languages
        ]
        publisher = self.cards.title_of(catalogue.publisher)
        shared = {
            "site": in_language(catalogue.title, language),
            "url": catalogue.url,
            "home": self.cards.prefix(language),
            "folder": self.cards.prefix(language) + folder,
            "languages": languages,
            "publisher": publisher,
            "publisher_path": f"{self.cards.prefix(language)}organization/{catalogue.publisher}/",
            "licence": self.cards.licence(catalogue.data.get("licence")),
            "has_open_data": bool(catalogue.open_data),
        }
        path = f"{self.cards.prefix(language)}{folder}index.html"
        return Page(path, template, {**shared, **context}, language, package)

    def home(self) -> Context:
        """What there is, the themes, the datasets."""
        return {
            "description": in_language(self.catalogue.description, self.language),
            "counts": {
                "databases": len(self.databases),
                "datasets": len(self.datasets),
                "organizations": len(self.catalogue.organizations),
            },
            "themes": [self.cards.theme(theme) for theme in self.catalogue.themes],
            "datasets": self.cards.packages(self.datasets),
            "notes": self.catalogue_notes(),
        }

    def catalogue_notes(self) -> list[Context]:
        """What a reader should know about the catalogue as a whole."""
        keep = {"notes"}
        skip = set(self.catalogue.data) - keep
        return self.cards.linked(show(self.catalogue, "catalogue", self.catalogue.data, self.language, skip))

    def package(self, package: Package) -> Context:
        """The page of a database or dataset."""
        skip = {"title", "description", "notes", "unattested", "proposed", "resources", "licenses", "changelog"}
        skip |= {"$schema", "caveat", "methodology"} if package.kind is Kind.DATASET else set()
        rows = self.cards.linked(show(self.catalogue, package.kind, package.data, self.language, skip))
        texts = {key: self.prose(package, key) for key in ("notes", "caveat", "methodology")}
        context = {
            **self.cards.package(package),
            **texts,
            "description": in_language(package.description, self.language),
            "properties": rows,
            "unattested": details.unattested(self.catalogue, package, self.language),
            "organization_path": self.cards.href("organization", package.organization),
            "themes": [self.cards.theme(theme) for theme in self.catalogue.themes if theme.name in package.themes],
        }
        if package.kind is Kind.DATABASE:
            datasets = [dataset for dataset in self.datasets if dataset.data.get("database") == package.name]
            incoming = details.incoming(self.catalogue, package, self.language)
            return {
                **context,
                "datasets": self.cards.packages(datasets),
                "incoming": self.cards.linked(incoming),
            }
        return {**context, **self.dataset(package)}

    def dataset(self, package: Package) -> Context:
        """What only a dataset's page has: licences, files, changes, its database."""
        database = self.catalogue.package(package.data.get("database", ""))
        return {
            "name": package.name,
            "folder_main": f"dataset/{package.name}/",
            "licences": [
                {
                    **self.cards.licence(licence["name"]),
                    "covers": details.said(self.catalogue, licence, "title", self.language),
                }
                for licence in package.data.get("licenses", ())
            ],
            "version": package.data.get("version", ""),
            "resources": [details.resource(self.catalogue, resource, self.language) for resource in package.resources],
            "changelog": details.changelog(self.catalogue, package, self.language),
            "database": self.cards.package(database) if database else None,
        }

    def prose(self, package: Package, key: str) -> str:
        """A long text of a package."""
        return details.said(self.catalogue, package.data, key, self.language)

    def organizations(self) -> list[Context]:
        """All organizations; units stand under the organization that they belong to."""
        entries = sorted(
            self.catalogue.organizations,
            key=lambda organization: order(in_language(organization.title, self.language), self.language),
        )
        return [
            {
                **self.cards.organization(top),
                "units": [self.cards.organization(u) for u in entries if u.parent == top.name],
            }
            for top in entries
            if not top.parent
        ]

    def organization(self, organization: Organization) -> Context:
        """The page of an organization."""
        skip = {"title", "description", "notes", "unattested", "proposed"}
        rows = show(self.catalogue, "organization", organization.data, self.language, skip)
        return {
            **self.cards.organization(organization),
            "description": in_language(organization.description, self.language),
            "notes": details.said(self.catalogue, organization.data, "notes", self.language),
            "properties": self.cards.linked(rows),
            "entries": self.cards.packages(p for p in self.databases if p.organization == organization.name),
            "datasets": self.cards.packages(p for p in self.datasets if p.organization == organization.name),
            "units": [
                self.cards.organization(unit)
                for unit in self.catalogue.organizations
                if unit.parent == organization.name
            ],
            "unattested": details.unattested_names(
                self.catalogue, "organization", organization.data.get("unattested", ()), self.language
            ),
        }

    def theme(self, theme: Theme) -> Context:
        """The page of a theme."""
        return {
            **self.cards.theme(theme),
            "entries": self.cards.packages(package for package in self.databases if theme.name in package.themes),
            "published": self.cards.packages(package for package in self.datasets if theme.name in package.themes),
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
                card = self.cards.package(database)
                entries.append({**card, "published": self.cards.packages(published), "planned": planned, "note": note})
        names = data.get("unattested", ())
        missing = details.unattested_names(self.catalogue, "open-data", names, self.language)
        return {"properties": self.cards.linked(rows), "entries": entries, "unattested": missing}

    def withdrawn(self, withdrawn: Withdrawn) -> Context:
        """The page that stays where something was withdrawn."""
        successor = self.catalogue.package(withdrawn.successor or "")
        return {
            "title": in_language(withdrawn.title, self.language),
            "date": withdrawn.data.get("date", ""),
            "reason": details.said(self.catalogue, withdrawn.data, "reason", self.language),
            "successor": self.cards.package(successor) if successor else None,
        }
