"""Fit documents to JSON Schemas: each misfit a Problem at its place. The only door to jsonschema-rs."""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import jsonschema_rs

from publisher.model import Data, Descriptor, Schemas
from publisher.problem import Problem
from publisher.source import Document, Pointer
from publisher.words import fold, nearest, slug

MAX_SHOWN = 60

# JSON Schema keyword → our code. What is not listed here is said in the words of the validator.
# In order of weight: of several misfits of one value, only the first is said.
_CODES = {
    "type": "wrong-type",
    "minLength": "too-short",
    "maxLength": "too-long",
    "minimum": "too-small",
    "maximum": "too-large",
    "minItems": "too-few",
    "maxItems": "too-many",
    "minProperties": "too-few",
    "uniqueItems": "repeated-item",
    "enum": "not-allowed",
    "const": "not-allowed",
    "anyOf": "not-allowed",
    "format": "bad-format",
    "pattern": "bad-pattern",
}
_WEIGHTS = list(_CODES)


def unusable(schema: Data) -> str:
    """Say why a schema cannot be used; nothing if it can."""
    try:
        _validator(schema)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        return str(error).splitlines()[0]
    return ""


def misfit_of(schema: Data) -> Callable[[Any], str]:
    """A function that says in what a value does not fit a usable schema; nothing if it fits."""
    validator = _validator(schema)
    return lambda value: next((error.message for error in validator.iter_errors(value)), "")


def misfits_of(schema: Data, value: Any) -> Iterator[tuple[Pointer, str]]:
    """Yield where a value does not fit a usable schema, and in what."""
    for error in _validator(schema).iter_errors(value):
        yield tuple(error.instance_path), error.message


def _validator(schema: Data) -> Any:
    """A validator of the draft that a schema names, else of 2020-12."""
    named = jsonschema_rs.validator_cls_for(dict(schema)) if "$schema" in schema else jsonschema_rs.Draft202012Validator
    return named(dict(schema), validate_formats=True, retriever=_nothing)


def _nothing(uri: str) -> Any:
    """A schema refers to its own definitions only: nothing is fetched, and no file is read."""
    raise ValueError(uri)


class Fitter:
    """Fits documents; compiles each schema once, and says nothing twice at one place."""

    def __init__(self, schemas: Schemas, known: Sequence[Problem]) -> None:
        self.schemas = schemas
        self.problems: list[Problem] = []
        self._known = {(problem.place.file, problem.place.pointer) for problem in known}
        self._validators: dict[str, Any] = {}

    def fit(self, kind: str, document: Document) -> Descriptor:
        """Fit one document; its misfits join `problems`."""
        errors = self._errors(kind, document.data)
        data = copy.deepcopy(document.data) if errors else document.data
        for error in errors:
            for problem, misfit in _problems(error, self.schemas.kinds[kind], document):
                if (problem.place.file, problem.place.pointer) not in self._known:
                    self.problems.append(problem)
                _prune(data, misfit)
        return Descriptor(kind, document, data if isinstance(data, dict) else {})

    def _errors(self, kind: str, data: Any) -> list[Any]:
        if kind not in self._validators:
            schema = dict(self.schemas.kinds[kind])
            self._validators[kind] = jsonschema_rs.Draft202012Validator(
                schema, validate_formats=True, retriever=_nothing
            )
        return _heaviest(self._validators[kind].iter_errors(data))


def _heaviest(errors: Iterable[Any]) -> list[Any]:
    """Of several misfits of one value keep the heaviest; what is said of names and absent properties stays."""
    by_weight = sorted(errors, key=lambda e: _WEIGHTS.index(e.kind.name) if e.kind.name in _CODES else -1)
    seen: set[Pointer] = set()
    kept = []
    for error in by_weight:
        pointer = tuple(error.instance_path)
        if error.kind.name not in _CODES or pointer not in seen:
            kept.append(error)
        if error.kind.name in _CODES:
            seen.add(pointer)
    return kept


def _problems(error: Any, schema: Data, document: Document) -> Iterator[tuple[Problem, Pointer]]:
    """Yield what an error says, with the pointer of the value that has to go."""
    pointer: Pointer = tuple(error.instance_path)
    node = _follow(schema, error.schema_path[:-1])
    match error.kind.name:
        case "additionalProperties":
            for name in error.kind.unexpected:
                args = _with_nearest({"property": name}, name, node.get("properties", {}))
                yield Problem(document.at_key(*pointer, name), "unknown-property", args), (*pointer, name)
        case "required":
            place = document.at_key(*pointer)
            args = {"property": error.kind.property, "parent": str(pointer[-1]) if pointer else ""}
            yield Problem(place, "missing-property", args), ()
        case "propertyNames":
            name = str(error.kind.as_dict()["error"].instance)
            args = {"name": name, "suggestion": slug(name)}
            yield Problem(document.at_key(*pointer, name), "bad-name", args), (*pointer, name)
        case keyword:
            code = code_of(keyword)
            args = _args(error, keyword, node)
            yield Problem(document.at(*pointer), code, args), pointer


def _args(error: Any, keyword: str, node: Data) -> dict[str, str]:
    args = describe(keyword, node, error.instance, _property(error.instance_path))
    return args if keyword in _CODES else {**args, "message": error.message}


def code_of(keyword: str) -> str:
    """Our code for a keyword of JSON Schema."""
    return _CODES.get(keyword, "schema")


def describe(keyword: str, node: Data, value: Any, name: str) -> dict[str, str]:
    """What the words for a value of a property need that does not fit one keyword of a schema."""
    args = {"value": _shown(value), "property": name}
    args |= {f"expects.{language}": words for language, words in node.get("expects", {}).items()}
    if _CODES.get(keyword) == "not-allowed":
        allowed = _allowed(node)
        found = _meant(str(value), node)
        return {**args, **({"nearest": found} if found else {}), "allowed": ", ".join(allowed[:MAX_SHOWN])}
    if keyword not in _CODES:
        return args
    if keyword == "type":
        return {**args, "type": ", ".join(_listed(node.get("type", "")))}
    return {**args, "format" if keyword == "format" else "limit": str(node.get(keyword, ""))}


def _allowed(node: Data) -> list[str]:
    choices = [node, *node.get("anyOf", ())]
    fixed = [str(choice["const"]) for choice in choices if "const" in choice]
    return [str(value) for choice in choices for value in choice.get("enum", ())] + fixed


def _meant(word: str, node: Data) -> str | None:
    """The allowed value that was probably meant: many write the label that they read on the site, not the value."""
    labels: Mapping[str, str] = node.get("labels", {})
    return labels.get(fold(word)) or nearest(word, _allowed(node)) or labels.get(nearest(word, labels) or "")


def _with_nearest(args: dict[str, str], word: str, known: Any) -> dict[str, str]:
    found = nearest(word, known)
    return {**args, "nearest": found} if found else args


def _property(path: Sequence[str | int]) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _follow(schema: Any, path: Sequence[str | int]) -> Data:
    for part in path:
        schema = schema[part]
    node: Data = schema
    return node


def _prune(data: Any, pointer: Pointer) -> None:
    """Take a value out of its mapping; an item of a list goes with what holds the list."""
    while pointer and isinstance(pointer[-1], int):
        pointer = pointer[:-1]
    if not pointer:
        return
    for part in pointer[:-1]:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict):
        data.pop(pointer[-1], None)
