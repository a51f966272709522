"""Figures: what they name is there, and what they draw can be drawn and read. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from publisher.figures import MAX_SERIES, NUMBERS, Point, key_field, points, value_fields
from publisher.load.maps import FOLDER as MAPS
from publisher.measures import FigureRows
from publisher.model import Catalogue, Data, Kind, Map, Package, Resource
from publisher.problem import Problem
from publisher.rules import code_lists
from publisher.source import Pointer
from publisher.tables.figure_rows import MAX_ROWS
from publisher.words import nearest

# By type: the fields that a figure must have, and those that it may have besides.
_TAKES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "bar": (("x", "y"), ()),
    "line": (("x", "y"), ("series",)),
    "stacked": (("x", "y"), ("series",)),
    "pyramid": (("x", "y"), ("series",)),
    "dot": (("x", "y"), ("series",)),
    "choropleth": (("place", "y"), ("x",)),
    "bubble": (("place", "y"), ("x",)),
}
# How many series a type has, at least and at most; the others have one to MAX_SERIES.
_SERIES = {"bar": (1, 1), "pyramid": (2, 2), "choropleth": (1, 1), "bubble": (1, 1)}
_NOT_NEGATIVE = {"stacked", "pyramid", "bubble"}


@dataclass(frozen=True)
class _Figure:
    """A figure and where it stands; its rows, if its file was measured."""

    dataset: Package
    resource: Resource
    data: Data
    pointer: Pointer
    rows: FigureRows | None

    def problem(self, code: str, *below: str | int, **args: str) -> Problem:
        """A problem of this figure, or of a property of it."""
        return Problem(self.dataset.document.at(*self.pointer, *below), code, args)

    @property
    def columns(self) -> Iterator[tuple[Pointer, str]]:
        """Each column that the figure names, and where."""
        for role, written in self.data.get("fields", {}).items():
            if isinstance(written, list):
                yield from ((("fields", role, index), name) for index, name in enumerate(written))
            else:
                yield ("fields", role), written

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong with its columns, so that its rows can be judged."""
        return not [*_shape(self), *_columns(self), *_numbers(self)]


def of_other_fields(catalogue: Catalogue) -> Iterator[Problem]:
    """A figure without its columns cannot be drawn, and a column that its type does not draw is drawn by nobody."""
    for figure in _figures(catalogue):
        yield from _shape(figure)


def unknown_column(catalogue: Catalogue) -> Iterator[Problem]:
    """A figure draws columns of its own table."""
    for figure in _figures(catalogue):
        yield from _columns(figure)


def without_numbers(catalogue: Catalogue) -> Iterator[Problem]:
    """Only numbers have a length."""
    for figure in _figures(catalogue):
        yield from _numbers(figure)


def name_twice(catalogue: Catalogue) -> Iterator[Problem]:
    """The name of a figure is the name of its file, so it stands once in a dataset."""
    for dataset in catalogue.of(Kind.DATASET):
        names: Counter[str] = Counter()
        for figure in _of(dataset):
            name = figure.data.get("name", "")
            names[name] += 1
            if names[name] == 2:
                yield figure.problem("repeated-name", "name", name=name)


def unreadable(catalogue: Catalogue) -> Iterator[Problem]:
    """What is drawn must be there, once, and little enough to be read."""
    for figure in _figures(catalogue):
        if figure.rows is not None and figure.is_whole:
            yield from _rows(figure, figure.rows)


def without_map(catalogue: Catalogue) -> Iterator[Problem]:
    """The edition of its codes tells which map a figure is drawn on: a code may mean another place on another map."""
    for figure in _figures(catalogue):
        place = figure.data.get("fields", {}).get("place")
        if place is None or not figure.is_whole:
            continue
        name = code_lists.edition_of(catalogue, figure.dataset, figure.resource, place).get("map", "")
        if f"{MAPS}/{name}.svg" in catalogue.unread:
            continue  # the map itself is a problem already
        if name not in catalogue.maps:
            known = ", ".join(catalogue.maps)
            yield figure.problem("figure-no-map", "fields", "place", field=place, map=name or "-", known=known)
        elif figure.rows is not None:
            yield from _off_map(figure, figure.rows, catalogue.maps[name])


def unordered_breaks(catalogue: Catalogue) -> Iterator[Problem]:
    """Classes follow each other, so their breaks ascend; only a map that is shaded has classes."""
    for figure in _figures(catalogue):
        breaks = figure.data.get("breaks", [])
        if breaks != sorted(breaks):
            yield figure.problem("figure-breaks", "breaks", breaks=", ".join(map(str, breaks)))


def _off_map(figure: _Figure, rows: FigureRows, map: Map) -> Iterator[Problem]:
    codes = dict.fromkeys(point.x for point in points(figure.data, rows))
    strange = [code for code in codes if code not in map.shapes]
    if strange:
        args = {"codes": ", ".join(strange[:5]), "count": str(len(strange)), "map": map.name}
        yield figure.problem("figure-off-map", "fields", "place", **args)


def _figures(catalogue: Catalogue) -> Iterator[_Figure]:
    for dataset in catalogue.of(Kind.DATASET):
        yield from _of(dataset)


def _of(dataset: Package) -> Iterator[_Figure]:
    for resource in dataset.resources:
        measured = resource.measure.figures if resource.measure else ()
        for index, data in enumerate(resource.figures):
            rows = measured[index] if index < len(measured) else None
            yield _Figure(dataset, resource, data, (*resource.pointer, "figures", index), rows)


def _shape(figure: _Figure) -> Iterator[Problem]:
    kind = figure.data.get("type", "")
    if kind not in _TAKES or "fields" not in figure.data:
        return
    needed, more = _TAKES[kind]
    roles = {_role(name, (*needed, *more)) for name in figure.data["fields"]}
    if not set(needed) <= roles or not roles <= {*needed, *more}:
        listed = {"needed": ", ".join(needed), "more": ", ".join(more) or "-"}
        yield figure.problem("figure-fields", "fields", type=kind, **listed)


def _role(name: str, known: tuple[str, ...]) -> str:
    """A field without the language that its column is in."""
    head, _, _ = name.rpartition("_")
    return head if head in known else name


def _columns(figure: _Figure) -> Iterator[Problem]:
    known = [str(field.get("name")) for field in figure.resource.fields]
    named = [*figure.columns, *((("where", name), name) for name in figure.data.get("where", {}))]
    for below, name in named:
        if name not in known:
            found = nearest(name, known)
            args = {"field": name, **({"nearest": found} if found else {})}
            yield figure.problem("figure-field", *below, **args)


def _numbers(figure: _Figure) -> Iterator[Problem]:
    types = {str(field.get("name")): str(field.get("type", "")) for field in figure.resource.fields}
    values = value_fields(figure.data)
    for below, name in figure.columns:
        if name in values and types.get(name, "number") not in NUMBERS:
            yield figure.problem("figure-not-number", *below, field=name, type=types[name])


def _rows(figure: _Figure, rows: FigureRows) -> Iterator[Problem]:
    kind = figure.data.get("type", "")
    found = list(points(figure.data, rows))
    if rows.count > MAX_ROWS:
        yield figure.problem("figure-many", rows=str(rows.count), most=str(MAX_ROWS))
    elif all(point.value is None for point in found):
        yield figure.problem("figure-empty")
    series = len({point.series for point in found})
    least, most = _SERIES.get(kind, (1, MAX_SERIES))
    if found and not least <= series <= most:
        args = {"type": kind, "series": str(series), "least": str(least), "most": str(most)}
        yield figure.problem("figure-series", "fields", **args)
    yield from _repeated(figure, found)
    lowest = min((point.value for point in found if point.value is not None), default=0)
    if lowest < 0 and kind in _NOT_NEGATIVE:
        yield figure.problem("figure-negative", "type", type=kind, value=str(lowest))


def _repeated(figure: _Figure, found: list[Point]) -> Iterator[Problem]:
    seen = Counter((point.x, point.series) for point in found)
    (x, series), count = max(seen.items(), key=lambda item: item[1], default=(("", ""), 0))
    if count > 1:
        personal = {each.column for each in figure.resource.measure.personal} if figure.resource.measure else set()
        place = "…" if key_field(figure.data) in personal else ", ".join(filter(None, (x, series)))
        yield figure.problem("figure-repeated", "fields", place=place, count=str(count))
