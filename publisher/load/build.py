"""Turn fitted documents into the values of the model. Pure.

Every access tolerates absence: what did not fit has been taken out, and is already a problem.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from publisher.model import (
    Catalogue,
    Data,
    Descriptor,
    Kind,
    Organization,
    Package,
    Portal,
    Resource,
    Schemas,
    Theme,
    Withdrawn,
    text,
)


def build(root: Path, languages: Sequence[str], schemas: Schemas, fitted: Mapping[str, Descriptor]) -> Catalogue:
    """Build the catalogue from the fitted documents, by file."""
    data = _one(fitted, "catalogue")
    databases = [_database(name, item, languages) for name, item in _of(fitted, "database")]
    by_name = {database.name: database for database in databases}
    datasets = [_dataset(root, name, item, languages, by_name) for name, item in _of(fitted, "dataset")]
    return Catalogue(
        root=root,
        title=text(data, "title", languages),
        description=text(data, "description", languages),
        url=data.get("url", ""),
        publisher=data.get("publisher", ""),
        languages=tuple(languages),
        portal=_portal(data.get("ckan")),
        organizations=tuple(_organization(name, item, languages) for name, item in _of(fitted, "organization")),
        themes=tuple(_themes(_one(fitted, "themes"), languages)),
        packages=(*databases, *datasets),
        withdrawn=tuple(_withdrawn(_one(fitted, "withdrawn"), languages)),
        open_data=_one(fitted, "open-data"),
        data=data,
        schemas=schemas,
        descriptors=fitted,
    )


def _one(fitted: Mapping[str, Descriptor], kind: str) -> Data:
    return next((item.data for item in fitted.values() if item.kind == kind), {})


def _of(fitted: Mapping[str, Descriptor], kind: str) -> Iterator[tuple[str, Descriptor]]:
    for file, item in sorted(fitted.items()):
        path = PurePosixPath(file)
        if item.kind == kind:
            yield (path.parent.name if kind == "dataset" else path.stem), item


def _database(name: str, item: Descriptor, languages: Sequence[str]) -> Package:
    return Package(
        kind=Kind.DATABASE,
        name=name,
        title=text(item.data, "title", languages),
        description=text(item.data, "description", languages),
        organization=item.data.get("organization", ""),
        themes=tuple(item.data.get("themes", ())),
        keywords=tuple(item.data.get("keywords", ())),
        licence=None,
        resources=(),
        data=item.data,
        document=item.document,
    )


def _dataset(
    root: Path, name: str, item: Descriptor, languages: Sequence[str], databases: Mapping[str, Package]
) -> Package:
    database = databases.get(item.data.get("database", ""))
    licences = [licence["name"] for licence in item.data.get("licenses", ()) if "name" in licence]
    return Package(
        kind=Kind.DATASET,
        name=name,
        title=text(item.data, "title", languages),
        description=text(item.data, "description", languages),
        organization=database.organization if database else "",
        themes=database.themes if database else (),
        keywords=tuple(item.data.get("keywords", ())),
        licence=licences[0] if licences else None,
        resources=tuple(_resources(root / "datasets" / name, item.data, languages)),
        data=item.data,
        document=item.document,
    )


def _resources(folder: Path, data: Data, languages: Sequence[str]) -> Iterator[Resource]:
    for index, resource in enumerate(data.get("resources", ())):
        if "name" in resource and "path" in resource:
            yield Resource(
                name=resource["name"],
                title=text(resource, "title", languages),
                path=resource["path"],
                format=resource.get("format", ""),
                data=resource,
                file=folder / resource["path"],
                pointer=("resources", index),
            )


def _organization(name: str, item: Descriptor, languages: Sequence[str]) -> Organization:
    return Organization(
        name=name,
        title=text(item.data, "title", languages),
        description=text(item.data, "description", languages),
        parent=item.data.get("parent"),
        data=item.data,
        document=item.document,
    )


def _themes(themes: Data, languages: Sequence[str]) -> Iterator[Theme]:
    for name, data in themes.items():
        title, description = text(data, "title", languages), text(data, "description", languages)
        yield Theme(name, title, description, data)


def _withdrawn(withdrawn: Data, languages: Sequence[str]) -> Iterator[Withdrawn]:
    for name, data in sorted(withdrawn.items()):
        if "kind" in data:
            title = text(data, "title", languages)
            yield Withdrawn(name, Kind(data["kind"]), title, data.get("successor"), data)


def _portal(data: Data | None) -> Portal | None:
    if not data or "owner" not in data:
        return None
    return Portal(
        owner=data["owner"],
        prefix=data.get("prefix", ""),
        organization=data.get("organization"),
        dataset_type=data.get("dataset_type", "dataset"),
        links_only=data.get("upload") == "link",
        datastore=data.get("datastore", True),
        max_bytes=data.get("max_bytes"),
        url=data.get("url", ""),
    )
