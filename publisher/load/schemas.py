"""Read what descriptors may say: our schemas, with the catalogue's own merged over them. Reads."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from publisher.model import Data, RuleSet, Schemas
from publisher.problem import Problem
from publisher.source import read


def defaults(folder: str) -> Path:
    """Where the schemas or templates that come with the program lie: in the wheel, or in the checkout."""
    packaged = Path(str(files("publisher"))) / folder
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / folder


def read_schemas(root: Path, languages: Sequence[str]) -> tuple[Schemas, list[Problem]]:
    """Read all schemas for a catalogue in `languages`; its own files are merged property by property."""
    problems: list[Problem] = []
    own = root / "schemas"
    folders = [defaults("schemas")]
    if own.is_dir() and own.resolve() != folders[0].resolve():
        folders.append(own)
    trees: dict[str, Any] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            name = path.relative_to(folder).as_posix()
            document, faults = read(path, f"schemas/{name}")
            problems += faults
            if document and isinstance(document.data, dict):
                trees[name] = _merge(trees.get(name, {}), document.data)
    return _schemas(trees, languages), problems


def _schemas(trees: Mapping[str, Any], languages: Sequence[str]) -> Schemas:
    common = trees["common.yaml"]["$defs"]
    vocabularies = _folder(trees, "vocabularies")
    kinds = {
        name.removesuffix(".yaml"): _complete(tree, common, vocabularies, languages)
        for name, tree in trees.items()
        if "/" not in name and name != "common.yaml"
    }
    rule_sets = {name: _rule_set(name, tree) for name, tree in _folder(trees, "rules").items()}
    return Schemas(kinds, vocabularies, rule_sets, _folder(trees, "tables"))


def _folder(trees: Mapping[str, Any], folder: str) -> dict[str, Any]:
    return {
        name.removeprefix(f"{folder}/").removesuffix(".yaml"): tree
        for name, tree in trees.items()
        if name.startswith(f"{folder}/")
    }


def _rule_set(name: str, tree: Data) -> RuleSet:
    demands = tuple(tree["demands"])
    return RuleSet(name, tree["document"], tree["valid_from"], tree["valid_to"], demands)


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
            allowed = [{"enum": list(vocabularies[node["vocabulary"]])}]
            also = [{"pattern": node["also"]}] if "also" in node else []
            node["anyOf"] = allowed + also
    return whole


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for branch in list(tree.values()):
            yield from _nodes(branch)


def _translated(properties: Data, languages: Sequence[str]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for name, schema in properties.items():
        whole[name] = schema
        if schema.get("translated"):
            plain = {key: value for key, value in schema.items() if key != "translated"}
            whole |= {f"{name}_{other}": {**plain, "translation_of": name} for other in languages[1:]}
    return whole
