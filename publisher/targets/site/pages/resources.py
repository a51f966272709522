"""A page for each table of a dataset: its rows, what its columns mean and hold, how programs read it. Pure."""

from collections.abc import Iterator

from publisher.exports.snippets import Served, ckan, snippets
from publisher.model import Catalogue, Package, Resource, in_language
from publisher.targets.site import details, embeds, sql
from publisher.targets.site.cards import Context
from publisher.targets.site.columns import columns
from publisher.targets.site.downloads import Offer, folder, offers
from publisher.targets.site.edition import Edition, Page


def pages(edition: Edition) -> Iterator[Page]:
    """A page for each table that was measured."""
    for package in edition.datasets:
        offered = offers(edition.catalogue, package)
        asked = sql.tables_of(edition.catalogue, package) if sql.wanted(edition.catalogue) else ()
        queries = {table.resource.name: sql.address(sql.first_rows(table)) for table in asked}
        for resource in package.resources:
            if resource.fields and resource.name in offered:
                place = f"dataset/{package.name}/{folder(package, resource)}/"
                context = _resource(edition, package, resource, offered[resource.name])
                context["sql"] = queries.get(resource.name, "")
                framed = edition.cards.prefix(edition.language) + embeds.table_place(package.name, resource.name)
                height = embeds.table_height(context["resource"]["rows"])
                context["embed"] = embeds.shown(edition.catalogue, framed, height)
                yield edition.page(place, "resource.html", context, package.name)


def _resource(edition: Edition, package: Package, resource: Resource, offer: Offer) -> Context:
    catalogue, language = edition.catalogue, edition.language
    told = details.resource(catalogue, resource, offer, language)
    return {
        "title": told["title"],
        "description": told["description"],
        "resource": told,
        "dataset": in_language(package.title, language),
        "dataset_folder": f"dataset/{package.name}/",
        "columns": columns(catalogue, resource, language),
        "snippets": [{"name": name, "code": code} for name, code in _code(catalogue, package, resource, offer)],
    }


def _code(catalogue: Catalogue, package: Package, resource: Resource, offer: Offer) -> Iterator[tuple[str, str]]:
    """Pieces of code that read the table from the site, and ask for its dataset on the portal if that is known."""
    base = f"{catalogue.url}dataset/{package.name}/"
    own = resource.format if not resource.compression else ""
    addresses = {each.format: base + each.path for each in offer.downloads if each.made or each.format == own}
    yield from snippets(Served(addresses, resource))
    portal = catalogue.data.get("ckan", {}).get("url")
    if portal and catalogue.portal:
        yield "CKAN API", ckan(portal, catalogue.portal.prefix + package.name)
