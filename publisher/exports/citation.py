"""How a dataset is cited: as text, BibTeX, RIS, CSL-JSON and CITATION.cff, in the main language. Pure."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from publisher.model import Catalogue, Package, in_language

# What BibTeX hands to TeX as text must not be read as commands.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Citation:
    """What a citation says: each on one line; `day` and `version` may be empty."""

    name: str
    title: str
    author: str
    publisher: str
    day: str
    version: str
    url: str
    language: str


def citation(catalogue: Catalogue, dataset: Package) -> Citation:
    """Gather the citation of a dataset: its agency is the author, the agency of the catalogue the publisher.

    The day is that of the version at hand: when it was modified, else issued.
    """
    names = {one.name: in_language(one.title, catalogue.language) for one in catalogue.organizations}
    publisher = names.get(catalogue.publisher, catalogue.publisher)
    day = str(dataset.data.get("modified") or dataset.data.get("issued") or "")
    return Citation(
        name=dataset.name,
        title=_line(in_language(dataset.title, catalogue.language)),
        author=_line(names.get(dataset.organization) or publisher),
        publisher=_line(publisher),
        day=day if _DAY.fullmatch(day) else "",
        version=_line(str(dataset.data.get("version", ""))),
        url=quote(f"{catalogue.url}dataset/{dataset.name}/", safe=":/?#[]@!$&'()*+,;=%~"),
        language=catalogue.language,
    )


def as_text(cited: Citation) -> str:
    """One line, in the order that DataCite recommends: creator (year): title. Version. Publisher. Address."""
    year = f" ({cited.day[:4]})" if cited.day else ""
    parts = [cited.title, cited.version, cited.publisher, cited.url]
    return f"{cited.author}{year}: {'. '.join(part for part in parts if part)}"


def as_bibtex(cited: Citation) -> str:
    """A BibTeX entry; braces around a name keep an agency from being split into first and last name."""
    fields = {
        "author": f"{{{_tex(cited.author)}}}",
        "title": f"{{{_tex(cited.title)}}}",
        "year": cited.day[:4],
        "version": _tex(cited.version),
        "publisher": _tex(cited.publisher),
        "url": cited.url,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{cited.name},\n{lines}}}\n"


def as_ris(cited: Citation) -> str:
    """A RIS record: a tag a line, lines end in CR LF."""
    fields = {
        "TY": "DATA",
        "AU": cited.author,
        "TI": cited.title,
        "PY": cited.day[:4],
        "DA": cited.day.replace("-", "/"),
        "ET": cited.version,
        "PB": cited.publisher,
        "UR": cited.url,
        "LA": cited.language,
    }
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields.items() if value) + "ER  - \r\n"


def as_csl(cited: Citation) -> str:
    """A list of one CSL-JSON item."""
    item = {
        "id": cited.name,
        "type": "dataset",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "issued": {"date-parts": [[int(part) for part in cited.day.split("-")]]} if cited.day else None,
        "version": cited.version,
        "publisher": cited.publisher,
        "URL": cited.url,
        "language": cited.language,
    }
    return json.dumps([_stated(item)], ensure_ascii=False, indent=2) + "\n"


def as_cff(cited: Citation) -> str:
    """A CITATION.cff 1.2.0: YAML whose values are written as JSON, so that none is taken for another type."""
    fields = {
        "cff-version": "1.2.0",
        "message": as_text(cited),
        "type": "dataset",
        "title": cited.title,
        "authors": [{"name": cited.author}],
        "version": cited.version,
        "date-released": cited.day,
        "url": cited.url,
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in _stated(fields).items())


# Each file beside the data of a dataset, and what writes it.
CITATIONS: Mapping[str, Callable[[Citation], str]] = {
    "citation.bib": as_bibtex,
    "citation.ris": as_ris,
    "citation.json": as_csl,
    "CITATION.cff": as_cff,
}


def _stated(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}


def _line(words: str) -> str:
    return " ".join(words.split())


def _tex(words: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in words)
