"""The pages of the site, as plain values that templates turn into HTML; a module a kind of page. Pure."""

from collections.abc import Callable, Iterator, Sequence

from publisher.targets.site.edition import Edition, Page
from publisher.targets.site.pages import (
    changes,
    databases,
    datasets,
    embeds,
    figures,
    groups,
    home,
    not_found,
    open_data,
    organizations,
    prose,
    resources,
    search,
    sql,
    themes,
    withdrawn,
)

KINDS: Sequence[Callable[[Edition], Iterator[Page]]] = (
    home.pages,
    databases.pages,
    datasets.pages,
    resources.pages,
    figures.pages,
    embeds.pages,
    organizations.pages,
    themes.pages,
    groups.pages,
    open_data.pages,
    changes.pages,
    prose.pages,
    search.pages,
    sql.pages,
    withdrawn.pages,
    not_found.pages,
)


def pages(editions: Sequence[Edition]) -> Iterator[Page]:
    """Yield every page in every language."""
    for edition in editions:
        for kind in KINDS:
            yield from kind(edition)
