"""A figure as it was understood: categories, series and values, in order, in a language. Pure.

Rows come in two shapes: a column of values that another parts into series, or several columns of values, each a series.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from publisher.figures.speech import Speech
from publisher.measures import FigureRows
from publisher.model import Data, Map, Resource, in_language, text

MAX_SERIES = 6
TIMES = frozenset({"date", "datetime", "year", "yearmonth"})
NUMBERS = frozenset({"integer", "number"})
Key = tuple[str, str]


@dataclass(frozen=True)
class Chart:
    """What is drawn: the keys of categories and of series, their names, and a value, or none, for each pair."""

    kind: str
    figure: Data
    speech: Speech
    x_type: str
    heads: tuple[str, str]
    unit: str
    xs: tuple[str, ...]
    names: Mapping[str, str]
    series: tuple[str, ...]
    series_names: Mapping[str, str]
    values: Mapping[Key, Decimal | None]
    few: int = 0
    left_out: int = 0
    map: Map | None = None

    def number(self, x: str, series: str) -> Decimal | None:
        """The value to draw: none where there is none, or where it is so small that it is not told."""
        value = self.values.get((x, series))
        return None if self.is_few(value) else value

    def is_few(self, value: Decimal | None) -> bool:
        """Whether a value is a count of people so small that persons may be recognised."""
        return value is not None and 0 < value < self.few

    def told(self, x: str, series: str) -> str:
        """A value in words."""
        value = self.values.get((x, series))
        if value is None:
            return self.speech.say("figure_none")
        return self.speech.say("figure_few", n=str(self.few)) if self.is_few(value) else self.speech.number(value)

    @property
    def shown(self) -> list[Decimal]:
        """All values that are drawn."""
        pairs = (self.number(x, series) for x in self.xs for series in self.series)
        return [value for value in pairs if value is not None]


@dataclass(frozen=True)
class Point:
    """One value as it stands in the table."""

    x: str
    series: str
    value: Decimal | None


def points(figure: Data, rows: FigureRows) -> Iterator[Point]:
    """Every value that a figure asks for, in the order of the table; keys are the texts of the main language."""
    fields = figure.get("fields", {})
    at = {name: place for place, name in enumerate(rows.columns)}
    values = [name for name in value_fields(figure) if name in at]
    x, series = at.get(str(key_field(figure))), at.get(str(fields.get("series")))
    for row in rows.rows:
        for name in values:
            part = row[series] if series is not None else name if len(values) > 1 else ""
            yield Point(row[x] if x is not None else "", part, _decimal(row[at[name]]))


def value_fields(figure: Data) -> list[str]:
    """The columns of values."""
    written = figure.get("fields", {}).get("y", [])
    return [written] if isinstance(written, str) else list(written)


def key_field(figure: Data) -> str | None:
    """The column that tells categories, or the places of a map, apart."""
    fields = figure.get("fields", {})
    name: str | None = fields.get("place", fields.get("x"))
    return name


def chart(
    resource: Resource,
    figure: Data,
    rows: FigureRows,
    speech: Speech,
    languages: Sequence[str],
    few: int = 0,
    map: Map | None = None,
) -> Chart:
    """Understand a figure in a language; `few` is the threshold of small cells, 0 where all is told."""
    found = list(points(figure, rows))
    reader = _Reader(resource, figure, rows, speech, languages)
    x_type = reader.type(key_field(figure))
    values = {(each.x, each.series): each.value for each in found}
    series = tuple(dict.fromkeys(each.series for each in found))
    xs = _ordered(figure, x_type, list(dict.fromkeys(each.x for each in found)), values)
    most = figure.get("limit", len(xs))
    return Chart(
        kind=figure["type"],
        figure=figure,
        speech=speech,
        x_type=x_type,
        heads=(reader.key_title(), reader.value_title()),
        unit=reader.unit(),
        xs=tuple(xs[:most]),
        names=_titles(map) | reader.names("x"),
        series=series,
        series_names=reader.series_names(series),
        values=values,
        few=few,
        left_out=len(xs) - len(xs[:most]),
        map=map,
    )


def _titles(map: Map | None) -> dict[str, str]:
    """What the places of a map are called there."""
    return {code: shape.title for code, shape in map.shapes.items() if shape.title} if map else {}


def _decimal(cell: str) -> Decimal | None:
    value = Decimal(cell) if cell else None
    return value if value is not None and value.is_finite() else None


def _ordered(figure: Data, x_type: str, xs: list[str], values: Mapping[Key, Decimal | None]) -> list[str]:
    """Categories in the order that is asked for; what has no value comes last."""
    order = figure.get("order", "data")
    if figure["type"] == "line":
        return sorted(xs, key=lambda x: instant(x, x_type)) if x_type in TIMES | NUMBERS else xs
    if order == "data":
        return xs
    sums: dict[str, Decimal] = {}
    for (x, _), value in values.items():
        if value is not None:
            sums[x] = sums.get(x, Decimal(0)) + value
    sign = -1 if order == "descending" else 1
    return sorted(xs, key=lambda x: (x not in sums, sign * sums.get(x, Decimal(0)), x))


def instant(x: str, x_type: str) -> tuple[Decimal, str]:
    """Where a time or a number stands among others; as a key of order it ends with the text itself."""
    if x_type in NUMBERS or x_type == "year":
        return _decimal(x) or Decimal(0), x
    parts = [*x[:10].split("-"), "1", "1"][:3]
    year, month, day = (Decimal(part) if part.isdigit() else Decimal(1) for part in parts)
    return year + (month - 1) / 12 + (day - 1) / 372, x


class _Reader:
    """Reads what a figure and its table say in a language."""

    def __init__(
        self, resource: Resource, figure: Data, rows: FigureRows, speech: Speech, languages: Sequence[str]
    ) -> None:
        self.figure, self.rows, self.speech, self.languages = figure, rows, speech, languages
        self.fields = {str(each.get("name")): each for each in resource.fields}

    def said(self, data: Data, key: str) -> str:
        """A translated property in the language."""
        return in_language(text(data, key, self.languages), self.speech.language)

    def type(self, name: str | None) -> str:
        """The type of a column."""
        return str(self.fields.get(name or "", {}).get("type", ""))

    def title(self, name: str | None) -> str:
        """What a column is called."""
        return self.said(self.fields.get(name or "", {}), "title")

    def key_title(self) -> str:
        """What the categories are called; codes of places are told by the names of the places."""
        named = self.figure["fields"].get("x")
        return self.title(named) if named else self.speech.say("figure_place")

    def value_title(self) -> str:
        """What the values are called; several columns have names of their own."""
        names = value_fields(self.figure)
        return self.title(names[0]) if len(names) == 1 else self.said(self.figure, "title")

    def unit(self) -> str:
        """The unit of the values, if it is one."""
        own = self.said(self.figure, "unit")
        units = {self.said(self.fields.get(name, {}), "unit") for name in value_fields(self.figure)}
        return own or (units.pop() if len(units) == 1 else "")

    def names(self, role: str) -> dict[str, str]:
        """What the keys of a role are called in the language: by a column of it, a label, or as they stand."""
        fields = self.figure["fields"]
        main = key_field(self.figure) if role == "x" else fields.get(role)
        own = fields.get(f"{role}_{self.speech.language}", fields.get(role))
        at = {name: place for place, name in enumerate(self.rows.columns)}
        if main not in at or own not in at:
            return {}
        labels = self._labels(own)
        day = self.type(own) in TIMES
        return {
            row[at[main]]: labels.get(row[at[own]]) or (self.speech.date(row[at[own]]) if day else row[at[own]])
            for row in self.rows.rows
        }

    def series_names(self, series: Sequence[str]) -> dict[str, str]:
        """What the series are called."""
        names = self.names("series")
        return {each: names.get(each) or self.title(each) or self.value_title() for each in series}

    def _labels(self, name: str) -> dict[str, str]:
        """The labels of categories."""
        entries: Sequence[Any] = self.fields[name].get("categories", ())
        return {str(entry["value"]): self.said(entry, "label") for entry in entries if isinstance(entry, dict)}
