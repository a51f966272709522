"""What is told of a dataset in a plain text beside its files, in each language of the catalogue. Pure."""

from typing import Any

from publisher.exports.citation import as_text, citation
from publisher.model import Catalogue, Package, in_language
from publisher.show import term
from publisher.targets.site.details import said

Context = dict[str, Any]


def readmes(catalogue: Catalogue, dataset: Package) -> dict[str, Context]:
    """The text of each language by the name of its file; the main one is README.txt."""
    names = {
        language: "README.txt" if language == catalogue.language else f"README.{language}.txt"
        for language in catalogue.languages
    }
    return {names[language]: _told(catalogue, dataset, language) for language in catalogue.languages}


def _told(catalogue: Catalogue, dataset: Package, language: str) -> Context:
    data = dataset.data
    licences = [
        {
            "title": term(catalogue, "licences", licence.get("name", ""), language),
            "url": catalogue.schemas.term("licences", licence.get("name", "")).get("url", ""),
            "covers": said(catalogue, licence, "title", language),
        }
        for licence in data.get("licenses", ())
    ]
    sources = [
        {"title": said(catalogue, source, "title", language), "url": source.get("path", "")}
        for source in data.get("sources", ())
    ]
    prefix = "" if language == catalogue.language else f"{language}/"
    return {
        "language": language,
        "title": in_language(dataset.title, language),
        "description": in_language(dataset.description, language),
        "url": f"{catalogue.url}{prefix}dataset/{dataset.name}/",
        **{key: said(catalogue, data, key, language) for key in ("caveat", "methodology", "attribution")},
        **{key: str(data.get(key, "")) for key in ("version", "data_as_of", "modified")},
        "licences": licences,
        "sources": sources,
        "cite": as_text(citation(catalogue, dataset)),
        "resources": [_resource(catalogue, resource, language) for resource in dataset.resources],
    }


def _resource(catalogue: Catalogue, resource: Any, language: str) -> Context:
    return {
        "path": resource.path,
        "title": in_language(resource.title, language),
        "description": said(catalogue, resource.data, "description", language),
        "rows": resource.measure.rows if resource.measure else 0,
        "fields": [
            {
                "name": field.get("name", ""),
                "type": field.get("type", ""),
                **{key: said(catalogue, field, key, language) for key in ("title", "unit", "description")},
            }
            for field in resource.fields
        ],
    }
