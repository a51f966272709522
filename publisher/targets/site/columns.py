"""What the columns of a table are as a whole, as a page tells it. Pure.

Of a column that may be personal, only how many cells are empty; of counts of people with small ones among them, neither
the least nor a picture.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from publisher.measures import ColumnFacts
from publisher.model import Catalogue, Data, Resource
from publisher.rules.privacy import counts_people
from publisher.tables.spread import MOST_DISTINCT
from publisher.targets.site.details import said
from publisher.words import date, number

Context = dict[str, Any]

SMALL = 5
"""Counts of people below this are small where a catalogue does not say otherwise."""
HEIGHT = 24
_STEP, _BAR = 6, 5
_LONGEST = 15  # digits before or after the point of a number that is grouped for reading


def columns(catalogue: Catalogue, resource: Resource, language: str) -> list[Context]:
    """The facts of each column, in the order of the fields."""
    found = {facts.name: facts for facts in resource.measure.columns} if resource.measure else {}
    return [
        _told(catalogue, resource, field, found[field["name"]], language)
        for field in resource.fields
        if field.get("name") in found
    ]


def picture(bars: Sequence[int]) -> Context | None:
    """The outline of bars, for an SVG path, and how wide it is; nothing where there is nothing to compare."""
    if len(bars) < 2:
        return None
    most = max(bars)
    heights = [max(1, round(HEIGHT * bar / most)) if bar else 0 for bar in bars]
    outline = "".join(
        f"M{at * _STEP} {HEIGHT}v-{height}h{_BAR}v{height}z" for at, height in enumerate(heights) if height
    )
    return {"path": outline, "width": len(bars) * _STEP - (_STEP - _BAR), "height": HEIGHT}


def _told(catalogue: Catalogue, resource: Resource, field: Data, facts: ColumnFacts, language: str) -> Context:
    rows = resource.measure.rows if resource.measure else 0
    hidden = _has_small(catalogue, resource, field)
    return {
        "name": facts.name,
        "title": said(catalogue, field, "title", language),
        "unit": said(catalogue, field, "unit", language),
        "private": facts.private,
        "small": hidden,
        "missing": facts.missing,
        "missing_share": number(round(100 * facts.missing / rows, 1), language) if rows and facts.missing else "",
        "distinct": facts.distinct,
        "over": MOST_DISTINCT,
        "minimum": "" if hidden else _value(facts.minimum, field, language),
        "maximum": _value(facts.maximum, field, language),
        "frequent": [{"value": value, "n": count} for value, count in facts.frequent],
        "picture": None if hidden else picture(facts.bars),
    }


def _has_small(catalogue: Catalogue, resource: Resource, field: Data) -> bool:
    """Whether a column counts people, and some counts are small."""
    threshold = catalogue.data.get("small_cells", SMALL)
    small = resource.measure.small_cells if resource.measure else ()
    few = any(counts.below(threshold) for counts in small if counts.column == field.get("name"))
    return few and counts_people(catalogue, field)


def _value(cell: str, field: Data, language: str) -> str:
    """A day or a number as people of a language write it; all else, and what is very long, as the table does."""
    if field.get("type") == "date":
        return date(cell, language)
    if cell and field.get("type") in {"integer", "number"} and abs((exact := Decimal(cell)).adjusted()) < _LONGEST:
        return number(exact, language)
    return cell
