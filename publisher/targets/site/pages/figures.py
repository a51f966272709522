"""The page of statistics, and of each dataset with figures a page of them. Pure."""

from collections.abc import Iterator, Sequence

from publisher.model import Package, in_language
from publisher.targets.site import embeds
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page

FIRST = 2  # figures stand on the page of the dataset itself, as pictures: their data would make it heavy


def pages(edition: Edition) -> Iterator[Page]:
    """The page of statistics, if there is any figure; a page of figures for each dataset that has some."""
    drawn = [dataset for dataset in edition.datasets if edition.figures[dataset.name]]
    if drawn:
        yield edition.page("statistics/", "statistics.html", {"themes": list(_themes(edition, drawn))})
    for dataset in drawn:
        yield edition.page(f"dataset/{dataset.name}/figures/", "figures.html", _figures(edition, dataset), dataset.name)


def shown(edition: Edition, dataset: Package) -> Context:
    """What the page of a dataset shows of its figures, and where they are with their data."""
    listed = _listed(edition, dataset, "title", "alternative", "picture_height")
    return {"figures": listed[:FIRST], "figures_count": len(listed), "figures_path": _path(edition, dataset)}


def _path(edition: Edition, dataset: Package) -> str:
    return f"{edition.cards.href('dataset', dataset.name)}figures/"


def _figures(edition: Edition, dataset: Package) -> Context:
    return {
        "title": in_language(dataset.title, edition.language),
        "dataset_path": edition.cards.href("dataset", dataset.name),
        "figures": [each.context for each in edition.figures[dataset.name]],
        "embeds": _embeds(edition, dataset) if embeds.wanted(edition.catalogue) else [],
    }


def _embeds(edition: Edition, dataset: Package) -> list[Context | None]:
    """How each figure is framed by others."""
    prefix = edition.cards.prefix(edition.language)
    return [
        embeds.shown(
            edition.catalogue,
            prefix + embeds.figure_place(dataset.name, each.context["name"]),
            embeds.figure_height(each.context["height"]),
        )
        for each in edition.figures[dataset.name]
    ]


def _themes(edition: Edition, drawn: Sequence[Package]) -> Iterator[Context]:
    """Datasets with figures by the first of their themes, in the order of the themes."""
    titles = {theme.name: in_language(theme.title, edition.language) for theme in edition.catalogue.themes}
    first = {dataset.name: next((name for name in dataset.themes if name in titles), "") for dataset in drawn}
    for name in [*titles, ""]:
        datasets = [_dataset(edition, dataset) for dataset in drawn if first[dataset.name] == name]
        if datasets:
            yield {"name": name, "title": titles.get(name, ""), "datasets": datasets}


def _dataset(edition: Edition, dataset: Package) -> Context:
    """A dataset with its figures as they stand in a list: nothing of the data itself, which may be taken down."""
    path, title = edition.cards.href("dataset", dataset.name), in_language(dataset.title, edition.language)
    return {"path": path, "title": title, "figures": _listed(edition, dataset, "title", "picture_height")}


def _listed(edition: Edition, dataset: Package, *told: str) -> list[Context]:
    """Figures with what is told of them beside their pictures."""
    return [
        {key: each.context[key] for key in told}
        | {"path": f"{_path(edition, dataset)}#figure.{each.context['name']}", "picture": f"{each.path}.svg"}
        for each in edition.figures[dataset.name]
    ]
