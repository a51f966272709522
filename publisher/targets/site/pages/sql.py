"""The page that asks the tables of the site in SQL, if the catalogue wants it; without scripts it lists them. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from publisher.model import in_language
from publisher.targets.site import details, sql
from publisher.targets.site.cards import Context
from publisher.targets.site.edition import Edition, Page


def pages(edition: Edition) -> Iterator[Page]:
    """The page, if it is wanted."""
    if sql.wanted(edition.catalogue):
        known = list(sql.tables(edition.catalogue))
        queries = [{"kind": kind, "query": query, "address": sql.address(query)} for kind, query in sql.examples(known)]
        page = edition.page(sql.NAME, "sql.html", {"tables": _tables(edition, known), "examples": queries})
        yield replace(page, path=edition.cards.prefix(edition.language) + sql.NAME)


def _tables(edition: Edition, known: list[sql.Table]) -> list[Context]:
    """The datasets in the order of their titles, each with its tables."""
    by_dataset: dict[str, list[Context]] = {}
    for table in known:
        by_dataset.setdefault(table.dataset.name, []).append(_table(edition, table))
    return [
        {
            "title": in_language(dataset.title, edition.language),
            "path": edition.cards.href("dataset", dataset.name),
            "folder": f"dataset/{dataset.name}/",
            "tables": by_dataset[dataset.name],
        }
        for dataset in edition.datasets
        if dataset.name in by_dataset
    ]


def _table(edition: Edition, table: sql.Table) -> Context:
    catalogue, language = edition.catalogue, edition.language
    return {
        "name": table.name,
        "quoted": sql.quoted(table.name),
        "title": in_language(table.resource.title, language),
        "resource": table.resource.name,
        "csv": table.path,
        "page": table.page,
        "rows": table.rows,
        "delimiter": table.delimiter,
        "quote": table.quote,
        "columns": [
            {
                "name": field.get("name", ""),
                "type": field.get("type", ""),
                "title": details.said(catalogue, field, "title", language),
            }
            for field in table.resource.fields
        ],
    }
