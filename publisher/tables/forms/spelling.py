"""How a native value is spelled in CSV, so that the Table Schema's types read it again. Pure.

A value goes by the ISO form of its own type, or by the format that its field declares; a list or an object is JSON.
What the field's type has no word for is spelled as it is and left to the judge.
"""

import datetime
import json
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from publisher.model import Data
from publisher.tables.forms.found import Figure

Spell = Callable[[Any], str]


def speller(field: Data, schema: Data) -> Spell:
    """The function that spells the values of a field."""
    empty, form = _empty(field, schema), str(field.get("format", ""))
    true, false = (str(next(iter(field.get(f"{word}Values", ())), word)) for word in ("true", "false"))
    mark = str(field.get("decimalChar", "."))

    def spell(value: Any) -> str:
        if type(value) is str:
            return value
        if value is None:
            return empty
        if isinstance(value, bool):
            return true if value else false
        if isinstance(value, int | float | Decimal | Figure):
            return _number(value).replace(".", mark)
        if isinstance(value, datetime.date | datetime.time):
            return _moment(value, str(field.get("type", "")), form)
        return _other(value)

    return spell


def is_text(value: Any) -> bool:
    """Whether a value is text or nothing, as a field of text must have it."""
    return value is None or type(value) is str


def _empty(field: Data, schema: Data) -> str:
    """What stands for no value: nothing, unless the schema takes nothing for a text like any other."""
    told = field.get("missingValues", schema.get("missingValues", [""]))
    missing = [str(each["value"]) if isinstance(each, Mapping) else str(each) for each in told]
    return "" if "" in missing or not missing else missing[0]


def _number(value: int | float | Decimal | Figure) -> str:
    if isinstance(value, float):
        if not math.isfinite(value):
            return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _moment(value: datetime.date | datetime.time, type: str, form: str) -> str:
    """A day, a moment or a time of day; a sheet holds a day as a moment at midnight, and the other way round."""
    zone = ""
    if isinstance(value, datetime.datetime) and value.tzinfo:
        value, zone = value.astimezone(datetime.UTC).replace(tzinfo=None), "Z"
    if isinstance(value, datetime.datetime) and type == "date" and value.time() == datetime.time():
        value, zone = value.date(), ""
    elif type == "datetime" and isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        value = datetime.datetime.combine(value, datetime.time())
    return value.strftime(form) if form.startswith("%") else value.isoformat() + zone


def _other(value: Any) -> str:
    if isinstance(value, datetime.timedelta):
        return f"PT{_number(value.total_seconds())}S"
    return as_json(value)


def as_json(value: Any) -> str:
    """A value as JSON text, its figures as they were written."""
    if isinstance(value, Figure):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{as_json(key)}:{as_json(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(as_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)
