"""Schemas of descriptors as an editor with the YAML language server of Red Hat reads them, with our words. Pure.

The server knows one message a schema (`errorMessage`, `patternErrorMessage`), and none for some keywords. So each
keyword gets a schema of its own, and those without a message become conditions whose other case can never hold. What
this module does not know (`not`, `oneOf` …) is left to the check: the editor never forbids what the check allows.
https://github.com/redhat-developer/yaml-language-server
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from publisher.load.fit import code_of, describe
from publisher.model import Data, Schemas, label
from publisher.problem import Place, Problem
from publisher.report.words import Words

DRAFT = "http://json-schema.org/draft-07/schema#"
FOLDER, SCHEMAS = ".vscode", ".vscode/schemas"
VALUE = "…"  # stands in a message for what is written, which the server does not put there
SILENT = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "minProperties", "uniqueItems")
_BY_PATTERN = ("pattern", "format")


def json_schema(kind: str, schemas: Schemas, words: Words) -> Data:
    """The JSON Schema of a kind, each keyword with the words that the check has for it."""
    whole = schemas.kinds[kind]
    return {"$schema": DRAFT, **_Writer(whole, schemas, words).node(whole, "", ())}


def settings(patterns: Mapping[str, str], below: str = "") -> Data:
    """The settings that lead the editor from descriptors to their schemas; the catalogue may stand below its folder."""
    return {
        "yaml.schemas": {
            f"./{SCHEMAS}/{kind}.json": f"/{below}{pattern}" for kind, pattern in sorted(patterns.items())
        },
        "yaml.schemaStore.enable": False,
        "yaml.validate": True,
        "yaml.hover": True,
        "yaml.completion": True,
        "files.encoding": "utf8",
        "files.insertFinalNewline": True,
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
    }


def written(content: Data) -> str:
    """A file for the editor."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


EXTENSIONS: Data = {"recommendations": ["redhat.vscode-yaml"]}


class _Writer:
    """Writes the nodes of one schema; what they refer to is written out, so that every node has words of its own."""

    def __init__(self, whole: Data, schemas: Schemas, words: Words) -> None:
        self.whole = whole
        self.schemas = schemas
        self.words = words

    def node(self, declared: Data, name: str, referred: tuple[str, ...]) -> Data:
        """A node of the property of a name; `referred` are the definitions that are being written out around it."""
        node = dict(declared)
        while "$ref" in node:
            definition = node.pop("$ref").rpartition("/")[2]
            if definition in referred:
                return {}
            referred = (*referred, definition)
            node = {**self.whole["$defs"][definition], **node}
        clauses = list(self._clauses(node, name))
        told = {**self._shown(node), **self._below(node, name, referred)}
        return {**told, "allOf": clauses} if clauses else told

    def _shown(self, node: Data) -> Data:
        """What the editor shows of a property before anything is wrong."""
        help: Mapping[str, str] = node.get("help", {})
        text = help.get(self.words.language) or help.get("en", "")
        return {"title": label(node, self.words.language), "markdownDescription": text} if text else {}

    def _below(self, node: Data, name: str, referred: tuple[str, ...]) -> Data:
        """Properties, others and items, which a server reads in one node."""
        told: dict[str, Any] = {}
        if "properties" in node:
            told["properties"] = {key: self.node(below, key, referred) for key, below in node["properties"].items()}
        others = node.get("additionalProperties")
        if others is False:
            args = {"property": VALUE}
            told |= {"additionalProperties": False, "errorMessage": self._said("unknown-property", args)}
        elif isinstance(others, Mapping):
            told["additionalProperties"] = self.node(others, name, referred)
        if isinstance(node.get("items"), Mapping):
            told["items"] = self.node(node["items"], name, referred)
        if "propertyNames" in node:
            told["propertyNames"] = self._names(node["propertyNames"])
        return told

    def _names(self, declared: Data) -> Data:
        definition = self.whole["$defs"].get(declared.get("$ref", "").rpartition("/")[2], {})
        names = {key: value for key, value in {**definition, **declared}.items() if key in ("pattern", "minLength")}
        said = self._said("bad-name", {"name": VALUE})
        return {"if": names, "then": {}, "else": {"type": "object", "errorMessage": said}}

    def _clauses(self, node: Data, name: str) -> Iterator[Data]:
        """A schema for each keyword, with its words."""
        for key in ("type", "enum", "const"):
            if key in node:
                yield {key: node[key], "errorMessage": self._misfit(key, node, name)}
        for key in _BY_PATTERN:
            if key in node:
                yield {key: node[key], "patternErrorMessage": self._misfit(key, node, name)}
        if "anyOf" in node:
            yield self._choice(node, name)
        for key in SILENT:
            if key in node:
                said = self._misfit(key, node, name)
                never = "array" if key == "minProperties" else "object"  # another type than any for which it can fail
                yield {"if": {key: node[key]}, "then": {}, "else": {"type": never, "errorMessage": said}}
        for key in node.get("required", ()):
            yield {"required": [key], "errorMessage": self._said("missing-property", {"property": key})}

    def _choice(self, node: Data, name: str) -> Data:
        """The values of a vocabulary, with what they mean; perhaps a pattern beside them."""
        said = self._misfit("anyOf", node, name)
        choices = [{**self._meant(choice, node), "errorMessage": said} for choice in node["anyOf"]]
        for choice in choices:
            if "pattern" in choice:
                choice["patternErrorMessage"] = said
        return choices[0] if len(choices) == 1 else {"anyOf": choices}

    def _meant(self, choice: Data, node: Data) -> dict[str, Any]:
        plain = {key: choice[key] for key in ("enum", "const", "pattern", "type") if key in choice}
        if "enum" not in choice or "vocabulary" not in node:
            return plain
        labels = [
            label(self.schemas.term(node["vocabulary"], str(value)), self.words.language) for value in choice["enum"]
        ]
        return {**plain, "enumDescriptions": labels, "markdownEnumDescriptions": labels}

    def _misfit(self, keyword: str, node: Data, name: str) -> str:
        args = {key: value for key, value in describe(keyword, node, VALUE, name).items() if key != "nearest"}
        return self._said(code_of(keyword), {"message": keyword, **args})

    def _said(self, code: str, args: Mapping[str, str]) -> str:
        return f"{self.words.sentence(Problem(Place(''), code, args))} [{code}]"


def files(patterns: Mapping[str, str], schemas: Schemas, words: Words) -> Mapping[str, Data]:
    """A schema a kind, by file name."""
    return {f"{kind}.json": json_schema(kind, schemas, words) for kind in sorted(patterns)}
