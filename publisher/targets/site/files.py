"""Every file of the site: pages, data files, descriptors, static files, each with the digest of what goes into it."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from publisher.exports.cards import cards
from publisher.exports.citation import CITATIONS, citation
from publisher.exports.ckan_shape import answers
from publisher.exports.datapackage import datapackage
from publisher.exports.servers import headers_file, redirects_file
from publisher.exports.tables import ROWS, catalogue_package, table_csv
from publisher.measures import Measure
from publisher.model import Catalogue, Kind, Package
from publisher.plan import canonical
from publisher.problem import Refused
from publisher.proof import OFFLINE
from publisher.targets.site import brand, offline, sql
from publisher.targets.site.conversions import conversions
from publisher.targets.site.edition import Edition, Page, editions
from publisher.targets.site.faults import rendered
from publisher.targets.site.feeds import feeds
from publisher.targets.site.libraries import brought
from publisher.targets.site.pages import pages
from publisher.targets.site.pictures import pictures
from publisher.targets.site.render import Templates
from publisher.targets.site.sitemap import robots, sitemaps

PICTURE_STYLE = ("10-tokens.css", "45-figures.css")  # what the look of a picture without a page is made of


@dataclass(frozen=True)
class File:
    """A file to be: its content is made only when it has to be written."""

    path: str
    digest: str
    package: str | None
    content: Callable[[], bytes]
    streamed: Callable[[Path], None] | None = None
    """What writes it piece by piece, where it may be too large to be held as a whole."""
    page: Page | None = None
    """What is rendered, of a page."""
    turn: int = 0
    """When it is written: what is made of others after them."""


def _silent(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Draft:
    """The release that is being written: where its files lie, and who is told how far a large one is."""

    place: Callable[[str], Path] = Path
    tell: Callable[[str], None] = _silent


def files(catalogue: Catalogue, draft: Draft = Draft(), preview: str = "") -> Iterator[File]:
    """Yield every file of the site, or of a preview; `draft` is what those are made of that are made of others."""
    templates = Templates(catalogue.root, catalogue.languages)
    spoken = editions(catalogue, templates.words, preview)
    made = list(pages(spoken))
    shown = chain(_shown(catalogue, templates, spoken, made), _cards(catalogue, spoken))
    yield from _with_copy(catalogue, templates, made, list(shown), draft) if offline.wanted(catalogue) else shown
    yield from _for_machines(catalogue, spoken, made)
    yield _made("robots.txt", robots(catalogue, preview))
    yield from (File(*picture) for picture in pictures(catalogue, templates))
    yield from _maps(templates, catalogue, spoken)


def _with_copy(
    catalogue: Catalogue, templates: Templates, made: Sequence[Page], shown: Sequence[File], draft: Draft
) -> Iterator[File]:
    """What readers look at, with a copy of it for a disk; the home pages come after that, and tell its size."""
    kept = {file.path: offline.Kept(file.digest, file.package) for file in shown}
    copy = offline.Copy(catalogue, templates, made, kept, draft.place)
    homes = {page.path: page for page in made if page.template == offline.HOME}
    yield from (file for file in shown if file.path not in homes)
    write = partial(copy.write, draft.tell)
    yield File(OFFLINE, copy.digest, None, partial(_held, write), write, turn=1)
    for page in homes.values():
        yield _home(templates, page, copy)


def _shown(
    catalogue: Catalogue, templates: Templates, spoken: Sequence[Edition], made: Sequence[Page]
) -> Iterator[File]:
    """What readers look at and take away."""
    for page in made:
        yield _page(templates, page)
    yield from _figures(templates, spoken)
    yield from _data_files(catalogue)
    yield from _conversions(catalogue, templates)
    yield from _own_tables(catalogue)
    yield from _look(catalogue, templates)


def _look(catalogue: Catalogue, templates: Templates) -> Iterator[File]:
    """The style sheet, scripts, letters and pictures, with the colour and the logo of the agency."""
    yield _made("static/site.css", templates.style() + brand.colours(catalogue))
    asked = sql.wanted(catalogue)
    for name, path in templates.static_files():
        if asked or not name.startswith(sql.PART):
            yield _made(f"static/{name}", path.read_bytes())
    if picture := brand.logo(catalogue):
        yield _made(brand.address(picture), picture.content)
    for name, path in brought().items():
        if asked or not name.startswith(sql.LIBRARY):
            yield _made(f"static/libraries/{name}", path.read_bytes())


def _page(templates: Templates, page: Page) -> File:
    context = {"page": page.context, "path": page.path, "language": page.language}
    digest = hashlib.sha256(canonical([templates.digest, page.template, context])).hexdigest()
    return File(page.path, digest, page.package, partial(rendered, templates, page), page=page)


def _home(templates: Templates, page: Page, copy: offline.Copy) -> File:
    """The home page with what it tells of the copy; how large that is shows when it has been written."""
    told = {**page.context, "offline": {**copy.told, "digest": copy.digest}}
    file = _page(templates, replace(page, context=told))

    def content() -> bytes:
        sized = {**page.context, "offline": {**copy.told, "bytes": copy.size()}}
        return _page(templates, replace(page, context=sized)).content()

    return replace(file, content=content, page=None, turn=2)


def _cards(catalogue: Catalogue, spoken: Sequence[Edition]) -> Iterator[File]:
    """What the search page looks through."""
    for edition in spoken:
        folder = edition.cards.prefix(edition.language)
        yield _made(f"{folder}{offline.CARDS}", cards(catalogue, edition.language, edition.packages))


def _for_machines(catalogue: Catalogue, spoken: Sequence[Edition], made: Sequence[Page]) -> Iterator[File]:
    """Feeds, the list of pages, what search engines may look at, answers to clients of CKAN."""
    for edition in spoken:
        for path, content, package in feeds(edition):
            yield _made(path, content, package)
    for path, content in sitemaps(catalogue, made):
        yield _made(path, content)
    yield _made("_headers", headers_file(catalogue))
    yield _made("_redirects", redirects_file(catalogue))
    yield from (_made(*answer) for answer in answers(catalogue))


def _figures(templates: Templates, spoken: Sequence[Edition]) -> Iterator[File]:
    """Each figure as a picture of its own, and its table."""
    style = templates.style(*PICTURE_STYLE).decode()
    for edition in spoken:
        home = edition.cards.prefix(edition.language)
        for dataset, found in edition.figures.items():
            for each in found:
                map = edition.catalogue.maps.get(each.context["map"])
                outlines = {code: shape.path for code, shape in map.shapes.items()} if map else {}
                context = {"home": home, "figure": each.context, "style": style, "outlines": outlines}
                page = Page(f"{each.path}.svg", "_picture.html", context, edition.language, dataset)
                yield _page(templates, page)
                yield _made(f"{each.path}.csv", each.csv, dataset)


def _maps(templates: Templates, catalogue: Catalogue, spoken: Sequence[Edition]) -> Iterator[File]:
    """The maps that figures are drawn on: nothing of a file but outlines and names."""
    used = {each.context["map"] for edition in spoken for found in edition.figures.values() for each in found}
    for name in sorted(used - {""}):
        map = catalogue.maps[name]
        shapes = {code: {"path": shape.path, "title": shape.title} for code, shape in map.shapes.items()}
        told = {
            "home": "",
            "box": " ".join(f"{each:g}" for each in map.box),
            "titles": map.title,
            "credits": map.credit,
        }
        context = {**told, "shapes": shapes}
        yield _page(templates, Page(f"static/maps/{name}.svg", "_map.html", context, catalogue.language))


def _data_files(catalogue: Catalogue) -> Iterator[File]:
    for dataset in catalogue.of(Kind.DATASET):
        folder = f"dataset/{dataset.name}"
        descriptor = _json(datapackage(catalogue, dataset))
        yield _made(f"{folder}/datapackage.json", descriptor, dataset.name)
        yield from _citations(catalogue, dataset)
        for resource in dataset.resources:
            if resource.measure:
                content = _checked(resource.file, resource.measure)
                yield File(f"{folder}/{resource.path}", resource.measure.sha256, dataset.name, content)


def _conversions(catalogue: Catalogue, templates: Templates) -> Iterator[File]:
    """The tables of each dataset in other formats, and all of its files in one archive."""
    for dataset in catalogue.of(Kind.DATASET):
        for path, digest, write in conversions(catalogue, templates, dataset):
            yield File(path, digest, dataset.name, partial(_held, write), write)


def _held(write: Callable[[Path], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "file"
        write(place)
        return place.read_bytes()


def _citations(catalogue: Catalogue, dataset: Package) -> Iterator[File]:
    """The citation files of a dataset, but for one that the dataset brings itself."""
    cited = citation(catalogue, dataset)
    own = {resource.path for resource in dataset.resources}
    for name, written in CITATIONS.items():
        if name not in own:
            yield _made(f"dataset/{dataset.name}/{name}", written(cited).encode(), dataset.name)


def _checked(path: Path, measure: Measure) -> Callable[[], bytes]:
    """Read a data file when it is written; it must still be the file that was checked."""

    def content() -> bytes:
        raw = path.read_bytes()
        if hashlib.sha256(raw).hexdigest() != measure.sha256:
            raise Refused("file-changed", file=str(path))
        return raw

    return content


def _own_tables(catalogue: Catalogue) -> Iterator[File]:
    """The catalogue as a Data Package: datapackage.json at the root, its tables under catalogue/."""
    for table in ROWS:
        yield _made(f"catalogue/{table}.csv", table_csv(catalogue, table))
    own = datapackage(catalogue, catalogue_package(catalogue, catalogue.root))
    for resource in own["resources"]:
        resource["path"] = f"catalogue/{resource['path']}"
    yield _made("datapackage.json", _json(own))


def _made(path: str, content: bytes, package: str | None = None) -> File:
    return File(path, hashlib.sha256(content).hexdigest(), package, lambda: content)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
