"""Figures made of a few values, for tests that look at what is drawn."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from publisher import figures
from publisher.figures import Chart, Mark, Speech
from publisher.load.schemas import defaults
from publisher.measures import FigureRows
from publisher.model import Map, Resource
from publisher.source import read

FIELDS = (
    {"name": "x", "type": "string", "title": "Place"},
    {"name": "series", "type": "string", "title": "Part"},
    {"name": "value", "type": "number", "title": "Value", "unit": "km"},
)
Row = tuple[str, str, str]


@cache
def speech(language: str = "en") -> Speech:
    """The language of the site, with its words."""
    path = defaults("site_templates") / "text" / f"{language}.yaml"
    document, _ = read(path, path.name)
    assert document
    return Speech(language, document.data)


def chart_of(
    rows: Sequence[Row],
    kind: str = "bar",
    by_part: bool = False,
    few: int = 0,
    language: str = "en",
    map: Map | None = None,
    **more: Any,
) -> Chart:
    """A figure of rows of a place, a part and a value."""
    fields = {"x": "x", "y": "value", **({"series": "series"} if by_part else {})}
    figure = {"name": "figure", "type": kind, "title": "Figure", "fields": fields, **more}
    table = Resource("table", {}, "table.csv", "csv", {"schema": {"fields": FIELDS}}, Path("table.csv"), ())
    found = FigureRows(("x", "series", "value"), tuple(rows), len(rows))
    return figures.chart(table, figure, found, speech(language), ("en", "vi"), few, map)


def drawn(chart: Chart) -> list[Mark]:
    """All marks of a figure, those within others too."""
    return list(_flat(figures.draw(chart)[0]))


def _flat(marks: Sequence[Mark | str]) -> Iterator[Mark]:
    for each in marks:
        if not isinstance(each, str):
            yield each
            yield from _flat(each["inside"])


def of_class(marks: Sequence[Mark], name: str) -> list[Mark]:
    """The marks of a class."""
    return [each for each in marks if name in each["attributes"].get("class", "").split()]


def words(marks: Sequence[Mark]) -> list[str]:
    """The words of a figure."""
    return [
        "".join(part for part in each["inside"] if isinstance(part, str)) for each in marks if each["tag"] == "text"
    ]


def width(mark: Mark) -> float:
    """How wide a bar is, in per cent."""
    return float(mark["attributes"]["width"].rstrip("%"))
