"""A page for each figure and each table, made to be framed by other sites, if the catalogue wants them. Pure."""

from collections.abc import Iterator

from publisher.model import Package, in_language
from publisher.targets.site import details, embeds
from publisher.targets.site.cards import Context
from publisher.targets.site.downloads import offers
from publisher.targets.site.edition import Edition, Page


def pages(edition: Edition) -> Iterator[Page]:
    """The pages of every dataset, if they are wanted."""
    if embeds.wanted(edition.catalogue):
        for dataset in edition.datasets:
            yield from _of_figures(edition, dataset)
            yield from _of_tables(edition, dataset)


def _of_figures(edition: Edition, dataset: Package) -> Iterator[Page]:
    shared = _shared(edition, dataset)
    for each in edition.figures[dataset.name]:
        place = embeds.figure_place(dataset.name, each.context["name"])
        context = {**shared, "title": each.context["title"], "figure": each.context, "resource": None}
        yield edition.page(place, "embed.html", context, dataset.name)


def _of_tables(edition: Edition, dataset: Package) -> Iterator[Page]:
    shared, offered = _shared(edition, dataset), offers(edition.catalogue, dataset)
    for resource in dataset.resources:
        if resource.fields and resource.name in offered:
            told = details.resource(edition.catalogue, resource, offered[resource.name], edition.language)
            place = embeds.table_place(dataset.name, resource.name)
            context = {**shared, "title": told["title"], "resource": told, "figure": None, "rows": embeds.ROWS}
            yield edition.page(place, "embed.html", context, dataset.name)


def _shared(edition: Edition, dataset: Package) -> Context:
    """What a frame says of the dataset: its name, its address, whose it is and how it may be used."""
    catalogue, language = edition.catalogue, edition.language
    path = edition.cards.href("dataset", dataset.name)
    return {
        "dataset": in_language(dataset.title, language),
        "dataset_path": path,
        "dataset_folder": f"dataset/{dataset.name}/",
        "canonical": catalogue.url + path,
        "attribution": details.said(catalogue, dataset.data, "attribution", language),
        "sources": [details.said(catalogue, source, "title", language) for source in dataset.data.get("sources", ())],
        "licences": [edition.cards.licence(licence["name"]) for licence in dataset.data.get("licenses", ())],
    }
