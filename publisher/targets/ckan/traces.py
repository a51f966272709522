"""What packages of ours tell of the catalogue that they came from. Pure."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from publisher.rules.names import is_name
from publisher.targets.ckan.dcat import EU_LANGUAGE, LANGUAGES
from publisher.targets.ckan.descriptors import said
from publisher.targets.ckan.shapes import listed
from publisher.targets.ckan.state import Record, state_in

MAX_TRIES = 10_000


@dataclass(frozen=True)
class Traces:
    """The catalogue's languages, address and publisher, and how it was published to the portal."""

    languages: tuple[str, ...]
    url: str
    prefix: str
    publisher: str
    dataset_type: str
    organization: str
    links_only: bool
    tables: bool


def traces(records: Sequence[Record], plugins: frozenset[str], locale: str) -> Traces:
    """Find out what most of the packages agree on."""
    told = [(record, said(record)) for record in records]
    pages = [(record, page) for record, page in told if page.get("uri") and page.get("identifier")]
    prefix = most(_before(record["name"], page["identifier"]) for record, page in pages)
    publisher = most(name for _, page in told if (name := organization_of(page)))
    homes = [((record.get("organization") or {}).get("name", ""), organization_of(page)) for record, page in told]
    files = [resource for record in records for resource in record.get("resources", ())]
    tabular = any("schema" in (resource.get("data_resource") or {}) for resource in files)
    return Traces(
        languages=_languages(told, locale),
        url=most(_before(page["uri"], f"{page.get('kind', 'dataset')}/{page['identifier']}/") for _, page in pages),
        prefix=prefix,
        publisher=publisher,
        dataset_type=most(str(record.get("type", "dataset")) for record in records),
        organization=most(home if home != f"{prefix}{name}" else "" for home, name in homes),
        links_only=bool(files) and all(resource.get("url_type") != "upload" for resource in files),
        tables="datastore" not in plugins or not tabular or any(_has_table(record) for record in records),
    )


def name_of(record: Record, prefix: str) -> str:
    """The name that we gave a package, whatever it is called on the portal now; its own, if somebody spoilt that."""
    given = str(said(record).get("identifier", ""))
    return given if is_name(given) else str(record["name"]).removeprefix(prefix)


def organization_of(told: Mapping[str, object]) -> str:
    """The organization that a package names as its publisher."""
    return str(told.get("publisher_uri", "")).rstrip("/").rpartition("/")[2]


def most(values: Iterable[str]) -> str:
    """The value that comes most often, of several the first in order; nothing where there are none."""
    counted = Counter(values)
    return min(counted, key=lambda value: (-counted[value], value), default="")


def broad_matches(packages: Iterable[tuple[Sequence[str], Sequence[str]]]) -> dict[str, str]:
    """The EU theme of each theme, found from packages that name both, but not which is whose.

    A theme may have none. Where nothing agrees with all packages, none has.
    """
    seen = [(frozenset(themes), frozenset(uris)) for themes, uris in packages]
    names = sorted({name for themes, _ in seen for name in themes})
    choices = [["", *sorted(frozenset.intersection(*(u for t, u in seen if name in t)))] for name in names]
    for tried in itertools.islice(itertools.product(*(reversed(each) for each in choices)), MAX_TRIES):
        found = dict(zip(names, tried, strict=True))
        if all({found[name] for name in themes} - {""} == uris for themes, uris in seen):
            return {name: uri for name, uri in found.items() if uri}
    return {}


def _languages(told: Sequence[tuple[Record, Mapping[str, object]]], locale: str) -> tuple[str, ...]:
    """The languages that packages name, then those in which some have a title."""
    codes = {EU_LANGUAGE + code: language for language, code in LANGUAGES.items()}
    named = Counter(tuple(codes[uri] for uri in listed(page.get("language")) if uri in codes) for _, page in told)
    first = max(named, key=lambda languages: (named[languages], languages), default=())
    spoken = sorted({language for _, page in told for language in _of_titles(page)})
    return tuple(dict.fromkeys([*first, *spoken])) or (locale[:2].lower() or "en",)


def _of_titles(page: Mapping[str, object]) -> Iterator[str]:
    for name in page:
        language = name.removeprefix("title_")
        if language != name and 2 <= len(language) <= 3:
            yield language


def _has_table(record: Record) -> bool:
    return any(kept.table for kept in state_in(record).resources.values())


def _before(text: str, end: str) -> str:
    return text.removesuffix(end) if text.endswith(end) else ""
