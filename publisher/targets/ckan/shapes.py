"""Values as a portal keeps them, in the shapes that our schemas ask for. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publisher.model import Data, Schemas
from publisher.targets.ckan import form


@dataclass(frozen=True)
class Shapes:
    """Knows what shape each property of each kind of descriptor has."""

    schemas: Schemas

    def known(self, kind: str) -> Mapping[str, Data]:
        """The properties that a descriptor of a kind may have."""
        properties: Mapping[str, Data] = self._entry(kind)["properties"]
        return properties

    def decoded(self, kind: str, node: Data, part: Any) -> Any:
        """A value of a portal as a property takes it: text stays text, all else is read as JSON."""
        node = self.resolved(kind, node)
        types = node.get("type", "")
        if isinstance(part, list) and len(part) == 1 and "array" not in types:
            part = part[0]
        if not isinstance(part, str) or "string" in types:
            return part
        return as_json(part) if types else own(part)

    def in_order(self, kind: str, data: Data) -> dict[str, Any]:
        """A descriptor with its properties in the order of the schema, all the way down."""
        ordered: dict[str, Any] = self._ordered(kind, self._entry(kind), data)
        return ordered

    def _entry(self, kind: str) -> Data:
        """The schema of one descriptor, or of one entry of a file that holds several."""
        schema = self.schemas.kinds[kind]
        entry: Data = schema if "properties" in schema else schema["additionalProperties"]
        return entry

    def _ordered(self, kind: str, node: Data, value: Any) -> Any:
        node = self.resolved(kind, node)
        if isinstance(value, list):
            return [self._ordered(kind, node.get("items", {}), item) for item in value]
        if not isinstance(value, dict):
            return value
        below: Mapping[str, Data] = node.get("properties", {})
        keys = [*(key for key in below if key in value), *sorted(value.keys() - below.keys())]
        return {key: self._ordered(kind, below.get(key, {}), value[key]) for key in keys}

    def resolved(self, kind: str, node: Data) -> Data:
        while "$ref" in node:
            target = self.schemas.kinds[kind]["$defs"][node["$ref"].rpartition("/")[2]]
            node = {**target, **{key: part for key, part in node.items() if key != "$ref"}}
        return node


def listed(value: Any) -> list[Any]:
    """A list that a portal keeps as a list, or as the JSON of one."""
    told = as_json(value) if isinstance(value, str) else value
    return told if isinstance(told, list) else []


def own(part: Any) -> Any:
    """A value that no schema knows: what is the JSON of a list or mapping is taken as such, all other text stays."""
    told = as_json(part)
    return told if isinstance(told, (list, dict)) and form.text(told) == part else part


def as_json(part: Any) -> Any:
    """What a text says as JSON; the text itself where it is none."""
    try:
        return json.loads(part, parse_constant=_no_number)
    except (ValueError, TypeError, RecursionError):
        return part


def _no_number(word: str) -> Any:
    """NaN and the like are no JSON, and YAML has other words for them."""
    raise ValueError(word)
