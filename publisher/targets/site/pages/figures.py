"""The page of statistics, and of each dataset with many figures a page of them. Pure."""

from collections.abc import Iterator, Sequence

from publisher.model import Package, in_language
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page

FIRST, ROWS = 2, 60
"""So many figures, of so many rows together but for the first, stand on the page of the dataset itself."""


def pages(edition: Edition) -> Iterator[Page]:
    """The page of statistics, if there is any figure; a page for each dataset that has more than its own page holds."""
    drawn = [dataset for dataset in edition.datasets if edition.figures[dataset.name]]
    if drawn:
        yield edition.page("statistics/", "statistics.html", {"themes": list(_themes(edition, drawn))})
    for dataset in drawn:
        if _first(edition, dataset) < len(edition.figures[dataset.name]):
            yield edition.page(
                f"dataset/{dataset.name}/figures/", "figures.html", _figures(edition, dataset), dataset.name
            )


def shown(edition: Edition, dataset: Package) -> Context:
    """What the page of a dataset shows of its figures, and where the others are."""
    found, first = edition.figures[dataset.name], _first(edition, dataset)
    more = f"{edition.cards.href('dataset', dataset.name)}figures/" if first < len(found) else ""
    return {"figures": [each.context for each in found[:first]], "figures_count": len(found), "figures_path": more}


def _first(edition: Edition, dataset: Package) -> int:
    """How many figures the page of a dataset holds, so that it stays light: one at least, if there is one."""
    found = edition.figures[dataset.name][:FIRST]
    return 1 if sum(len(each.context["rows"]) for each in found) > ROWS else len(found)


def _figures(edition: Edition, dataset: Package) -> Context:
    return {
        "title": in_language(dataset.title, edition.language),
        "dataset_path": edition.cards.href("dataset", dataset.name),
        "figures": [each.context for each in edition.figures[dataset.name]],
    }


def _themes(edition: Edition, drawn: Sequence[Package]) -> Iterator[Context]:
    """Datasets with figures by the first of their themes, in the order of the themes."""
    titles = {theme.name: in_language(theme.title, edition.language) for theme in edition.catalogue.themes}
    first = {dataset.name: next((name for name in dataset.themes if name in titles), "") for dataset in drawn}
    for name in [*titles, ""]:
        datasets = [_dataset(edition, dataset) for dataset in drawn if first[dataset.name] == name]
        if datasets:
            yield {"name": name, "title": titles.get(name, ""), "datasets": datasets}


def _dataset(edition: Edition, dataset: Package) -> Context:
    """A dataset with its figures as they stand in a list: nothing of the data itself but in their files."""
    path = edition.cards.href("dataset", dataset.name)
    found = edition.figures[dataset.name]
    page = f"{path}figures/" if _first(edition, dataset) < len(found) else path
    figures = [
        {key: each.context[key] for key in ("title", "picture_height")}
        | {"path": f"{page}#figure.{each.context['name']}", "picture": f"{each.path}.svg"}
        for each in found
    ]
    return {"path": path, "title": in_language(dataset.title, edition.language), "figures": figures}
