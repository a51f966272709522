"""The catalogue itself as tables: databases, content items, organizations, themes, the open-data list. Pure.

Which columns a table has is written in schemas/tables/; this module knows only where rows come from.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from publisher.model import Catalogue, Data, Kind, Package, Resource, label, text
from publisher.source import Document

Row = Mapping[str, Any]


def catalogue_package(catalogue: Catalogue, folder: Path) -> Package:
    """The catalogue as a dataset of its own whose tables lie under `folder`."""
    resources = tuple(_resource(catalogue, table, folder, index) for index, table in enumerate(ROWS))
    return Package(
        kind=Kind.DATASET,
        name="catalogue",
        title=catalogue.title,
        description=catalogue.description,
        organization=catalogue.publisher,
        themes=(),
        keywords=(),
        licence=catalogue.data.get("licence"),
        resources=resources,
        data={
            **{key: value for key, value in catalogue.data.items() if key.startswith(("title", "description"))},
            "homepage": catalogue.url,
            "licenses": [{"name": catalogue.data.get("licence", "")}],
        },
        document=Document("catalogue/catalogue.yaml", {}),
    )


def table_csv(catalogue: Catalogue, table: str) -> bytes:
    """One table of the catalogue as CSV: UTF-8, comma, LF."""
    names = [field["name"] for field in _fields(catalogue, catalogue.schemas.tables[table])]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for row in ROWS[table](catalogue):
        writer.writerow(["" if row.get(name) is None else row[name] for name in names])
    return stream.getvalue().encode()


def _resource(catalogue: Catalogue, table: str, folder: Path, index: int) -> Resource:
    schema = catalogue.schemas.tables[table]
    titles = _labels(catalogue, "title", schema)
    path = f"{table}.csv"
    data = {
        "name": table,
        "path": path,
        **titles,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": _fields(catalogue, schema),
            **{key: schema[key] for key in ("primaryKey", "foreignKeys") if key in schema},
        },
    }
    return Resource(
        name=table,
        title=text(data, "title", catalogue.languages),
        path=path,
        format="csv",
        data=data,
        file=folder / path,
        pointer=("resources", index),
    )


def _fields(catalogue: Catalogue, schema: Data) -> list[dict[str, Any]]:
    """The fields of a table in the languages of the catalogue, with the values of vocabularies as constraints."""
    fields: list[dict[str, Any]] = []
    for field in schema["fields"]:
        constraints = dict(field.get("constraints", {}))
        if "vocabulary" in field:
            constraints["enum"] = list(catalogue.schemas.vocabularies[field["vocabulary"]])
        described = {"name": field["name"], "type": field["type"], **_labels(catalogue, "title", field)}
        fields.append({**described, **({"constraints": constraints} if constraints else {})})
        for other in catalogue.languages[1:] if field.get("translated") else ():
            fields.append({**described, "name": f"{field['name']}_{other}"})
    return fields


def _labels(catalogue: Catalogue, key: str, node: Data) -> dict[str, str]:
    labels = node["label"]
    main, *others = catalogue.languages
    said = {key: label(node, main)}
    return said | {f"{key}_{other}": labels[other] for other in others if other in labels}


def _databases(catalogue: Catalogue) -> Iterator[Row]:
    return ({"name": package.name, **package.data} for package in catalogue.of(Kind.DATABASE))


def _database_themes(catalogue: Catalogue) -> Iterator[Row]:
    for package in catalogue.of(Kind.DATABASE):
        yield from ({"database": package.name, "theme": theme} for theme in package.themes)


def _content_items(catalogue: Catalogue) -> Iterator[Row]:
    for package in catalogue.of(Kind.DATABASE):
        yield from ({"database": package.name, **item} for item in package.data.get("items", ()))


def _relations(catalogue: Catalogue) -> Iterator[Row]:
    for package in catalogue.of(Kind.DATABASE):
        yield from ({"database": package.name, **relation} for relation in package.data.get("relations", ()))


def _organizations(catalogue: Catalogue) -> Iterator[Row]:
    return ({"name": organization.name, **organization.data} for organization in catalogue.organizations)


def _themes(catalogue: Catalogue) -> Iterator[Row]:
    return ({"name": theme.name, **theme.data} for theme in catalogue.themes)


def _datasets(catalogue: Catalogue) -> Iterator[Row]:
    for package in catalogue.of(Kind.DATASET):
        yield {"name": package.name, **package.data, "licence": package.licence}


def _open_data(catalogue: Catalogue) -> Iterator[Row]:
    """One row for each dataset published or planned of each database on the open-data list."""
    for entry in catalogue.open_data.get("entries", ()):
        database = entry["database"]
        yield from ({"database": database, "dataset": dataset.name} for dataset in catalogue.datasets_of(database))
        for planned in entry.get("planned", ()):
            titles = {key.replace("title", "planned"): value for key, value in planned.items()}
            yield {"database": database, **titles}


ROWS: Mapping[str, Callable[[Catalogue], Iterator[Row]]] = {
    "databases": _databases,
    "database-themes": _database_themes,
    "content-items": _content_items,
    "relations": _relations,
    "organizations": _organizations,
    "themes": _themes,
    "datasets": _datasets,
    "open-data": _open_data,
}
