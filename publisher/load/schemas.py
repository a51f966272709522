"""Read what descriptors may say: our schemas, with the catalogue's own merged over them. Reads."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from publisher.cache import Cache
from publisher.load.fit import Fitter, unusable
from publisher.load.remembered import read_all
from publisher.model import REFERENCES, Data, RuleSet, Schemas
from publisher.problem import Place, Problem, has_errors
from publisher.source import Document
from publisher.words import fold

COMMON = "common.yaml"
# What the files of a folder are made of, by the name of the schema in schemas/meta/.
_META = {"vocabularies": "vocabulary", "rules": "rule-set", "tables": "table", "": "kind"}

Trees = dict[str, Any]


def defaults(folder: str) -> Path:
    """Where the schemas or templates that come with the program lie: in the wheel, or in the checkout."""
    packaged = Path(str(files("publisher"))) / folder
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / folder


def read_schemas(root: Path, languages: Sequence[str], cache: Cache | None = None) -> tuple[Schemas, list[Problem]]:
    """Read all schemas for a catalogue in `languages`; its own files are merged property by property.

    A file of the catalogue that is no schema, or would make one unusable, is a problem and is left out.
    """
    cache = cache or Cache()
    ours = {name: document.data for name, document in _documents(defaults("schemas"), cache)[0].items()}
    own = root / "schemas"
    if not own.is_dir() or own.resolve() == defaults("schemas").resolve():
        return _schemas(ours, languages), []
    documents, problems = _documents(own, cache)
    problems += _misfits(ours, documents, problems)
    if has_errors(problems):
        return _schemas(ours, languages), problems
    trees = {name: _merge(ours.get(name, {}), document.data) for name, document in documents.items()}
    schemas = _schemas({**ours, **trees}, languages)
    faults = list(_unusable(schemas, documents))
    return (_schemas(ours, languages) if faults else schemas), faults


def _documents(folder: Path, cache: Cache) -> tuple[dict[str, Document], list[Problem]]:
    names = {f"schemas/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*.yaml"))}
    found = read_all(names, cache)
    documents = {file.removeprefix("schemas/"): document for file, (document, _) in found.items() if document}
    return documents, [problem for _, faults in found.values() for problem in faults]


def _misfits(ours: Trees, documents: Mapping[str, Document], known: Sequence[Problem]) -> list[Problem]:
    """Fit the catalogue's own schema files to the schemas of schema files."""
    meta = {name.removeprefix("meta/").removesuffix(".yaml"): tree for name, tree in ours.items() if "meta/" in name}
    fitter = Fitter(Schemas(meta, {}, {}, {}), known)
    for name, document in documents.items():
        fitter.fit(_META.get(name.rpartition("/")[0], "kind"), document)
    return fitter.problems


def _unusable(schemas: Schemas, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield a problem for each schema that the catalogue's own files make unusable."""
    for kind, schema in schemas.kinds.items():
        reason = next(_dangling(schema, schemas.vocabularies), None) or unusable(schema)
        file = next((name for name in (f"{kind}.yaml", COMMON) if name in documents), None)
        if reason and file:
            yield Problem(Place(f"schemas/{file}"), "unusable-schema", {"reason": reason})
    for table, schema in schemas.tables.items():
        named = {field["vocabulary"] for field in schema["fields"] if "vocabulary" in field}
        for name in sorted(named - set(schemas.vocabularies)):
            yield Problem(Place(f"schemas/tables/{table}.yaml"), "unusable-schema", {"reason": f"vocabulary: {name}"})


def _dangling(schema: Data, vocabularies: Data) -> Iterator[str]:
    """Yield what a schema refers to that is not there, or not for it to refer to."""
    definitions = {f"#/$defs/{name}" for name in schema.get("$defs", {})}
    for node in _nodes(schema):
        for key, known in (("$ref", definitions), ("vocabulary", vocabularies), ("reference", REFERENCES)):
            value = node.get(key)
            if isinstance(value, str) and value not in known:
                yield f"{key}: {value}"


def _schemas(trees: Mapping[str, Any], languages: Sequence[str]) -> Schemas:
    common = trees[COMMON]["$defs"]
    vocabularies = _folder(trees, "vocabularies")
    kinds = {
        name.removesuffix(".yaml"): _complete(tree, common, vocabularies, languages)
        for name, tree in trees.items()
        if "/" not in name and name != COMMON
    }
    rule_sets = {name: _rule_set(name, tree) for name, tree in _folder(trees, "rules").items()}
    return Schemas(kinds, vocabularies, rule_sets, _folder(trees, "tables"))


def _folder(trees: Mapping[str, Any], folder: str) -> Trees:
    return {
        name.removeprefix(f"{folder}/").removesuffix(".yaml"): tree
        for name, tree in trees.items()
        if name.startswith(f"{folder}/")
    }


def _rule_set(name: str, tree: Data) -> RuleSet:
    demands, limits = tuple(tree["demands"]), tuple(tree.get("limits", ()))
    return RuleSet(name, tree["document"], tree["valid_from"], tree["valid_to"], demands, limits)


def _merge(below: Any, above: Any) -> Any:
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return copy.deepcopy(above)
    return {key: _merge(below.get(key), above[key]) if key in above else below[key] for key in below | above}


def _complete(tree: Data, common: Data, vocabularies: Data, languages: Sequence[str]) -> Data:
    """Give a schema the shared definitions, the translations of its properties, the values of vocabularies."""
    whole = copy.deepcopy({**tree, "$defs": {**common, **tree.get("$defs", {})}})
    for node in _nodes(whole):
        if isinstance(node.get("properties"), dict):
            node["properties"] = _translated(node["properties"], languages)
        if isinstance(node.get("vocabulary"), str):
            terms = vocabularies.get(node["vocabulary"], {})
            node["labels"] = {fold(words): value for value, term in terms.items() for words in _labels(term)}
            allowed = [{"enum": list(terms)}]
            also = [{"pattern": node["also"]}] if "also" in node else []
            node["anyOf"] = allowed + also
    return whole


def _labels(term: Any) -> Iterable[str]:
    """What people read for a value of a vocabulary, in every language."""
    labels = term.get("label") if isinstance(term, dict) else None
    return [words for words in labels.values() if isinstance(words, str)] if isinstance(labels, dict) else []


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for branch in list(tree.values()):
            yield from _nodes(branch)


def _translated(properties: Data, languages: Sequence[str]) -> Trees:
    whole: Trees = {}
    for name, schema in properties.items():
        whole[name] = schema
        if isinstance(schema, dict) and schema.get("translated"):
            plain = {key: value for key, value in schema.items() if key != "translated"}
            whole |= {f"{name}_{other}": {**plain, "translation_of": name} for other in languages[1:]}
    return whole
