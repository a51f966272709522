"""The converted files of a dataset: what each depends on, and what writes it when it has to be written. Reads."""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from publisher.exports.datapackage import datapackage
from publisher.model import Catalogue, Package, Resource, in_language
from publisher.plan import canonical
from publisher.tables.conversions import Member, Words, convert, engine, write_archive
from publisher.targets.site.details import said
from publisher.targets.site.downloads import archive, made
from publisher.targets.site.faults import rendered_text
from publisher.targets.site.readme import readmes
from publisher.targets.site.render import Templates

# Of a file: its path, its digest, what writes it.
Made = tuple[str, str, Callable[[Path], None]]


def conversions(catalogue: Catalogue, templates: Templates, dataset: Package) -> Iterator[Made]:
    """Yield the tables of a dataset in other formats, then all of its files in one."""
    folder = f"dataset/{dataset.name}"
    for resource, download in made(catalogue, dataset):
        words = _words(catalogue, templates, resource)
        digest = _digest(download.format, _table(resource), _of_words(words) if download.format == "xlsx" else None)
        write = partial(convert, dataset, resource, download.format, words)
        yield f"{folder}/{download.path}", digest, write
    whole = archive(catalogue, dataset)
    if whole and whole.made:
        yield f"{folder}/{whole.path}", *_archive(catalogue, templates, dataset)


def _table(resource: Resource) -> dict[str, Any]:
    """What the rows of a table depend on: its bytes, and what says how they are read."""
    told = ("name", "path", "format", "compression", "innerPath", "dialect", "schema")
    return {
        "sha256": resource.measure.sha256 if resource.measure else "",
        **{name: resource.data[name] for name in told if name in resource.data},
    }


def _words(catalogue: Catalogue, templates: Templates, resource: Resource) -> Words:
    """What a workbook says beside the rows, its titles and descriptions in every language of the catalogue."""
    main, languages = templates.words[catalogue.language], catalogue.languages
    titles = [templates.words[language]["title_of_column"] for language in languages]
    meanings = [templates.words[language]["meaning"] for language in languages]
    return Words(
        title=in_language(resource.title, catalogue.language),
        dictionary=main["dictionary"],
        headings=(main["field"], *titles, main["type"], main["unit"], *meanings),
        meanings=tuple(
            (
                field.get("name", ""),
                *(said(catalogue, field, "title", language) for language in languages),
                main.get(f"type_{field.get('type', '')}", ""),
                said(catalogue, field, "unit", catalogue.language),
                *(said(catalogue, field, "description", language) for language in languages),
            )
            for field in resource.fields
        ),
    )


def _of_words(words: Words) -> list[Any]:
    return [words.title, words.dictionary, words.headings, words.meanings]


def _archive(catalogue: Catalogue, templates: Templates, dataset: Package) -> tuple[str, Callable[[Path], None]]:
    """The digest of the archive of a dataset, and what writes it: what is told first, then the files as they are."""
    descriptor = datapackage(catalogue, dataset)
    told = readmes(catalogue, dataset)
    files = [resource for resource in dataset.resources if resource.measure]
    sums = [resource.measure.sha256 for resource in files if resource.measure]
    digest = _digest("zip", [descriptor, sums, told, templates.digest], None)

    def write(place: Path) -> None:
        own = {resource.path.casefold() for resource in files}
        texts = {name: rendered_text(templates, "readme.txt", context) for name, context in told.items()}
        texts["datapackage.json"] = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
        beside = [Member(f"{dataset.name}/{name}", text.encode()) for name, text in texts.items()]
        members = [member for member in beside if member.name.rpartition("/")[2].casefold() not in own]
        data = zip(files, sums, strict=True)
        members += [Member(f"{dataset.name}/{each.path}", each.file, sha256) for each, sha256 in data]
        write_archive(members, place)

    return digest, write


def _digest(format: str, *parts: Any) -> str:
    return hashlib.sha256(canonical([engine(), format, *parts])).hexdigest()
