"""What the editor says of a descriptor is what the check says, at the same lines, in the same Vietnamese words."""

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from publisher.load import PATTERNS, load
from publisher.problem import Problem
from publisher.report import editor
from publisher.report.words import LANGUAGES, Words
from tests import needs
from tests.conftest import HERE, REPOSITORY, need
from tests.docs import reference
from tests.editor.server import Server, running
from tests.faults.catalogues import DATABASE, DATASET, write

VI = Words("vi")
ENTRY, ORGANIZATION = "catalogue/databases/{}.yaml", "catalogue/organizations/{}.yaml"
PACKAGE = "datasets/{}/datapackage.yaml"
# What is broken, and in which file; each once in the example.
BROKEN = {
    "a misspelt property": (ENTRY, f"{DATABASE}titel: x\n"),
    "a wrong value of a vocabulary": (ENTRY, DATABASE.replace("class: open", "class: opne")),
    "a bad pattern": (ENTRY, f"{DATABASE}issued: 2026-13\n"),
    "a missing property": (ENTRY, DATABASE.replace("form: database\n", "")),
    "a wrong type": (ENTRY, f"{DATABASE}number: twelve\n"),
    "a number that is too small": (ENTRY, f"{DATABASE}number: 0\n"),
    "an empty list": (ENTRY, f"{DATABASE}themes: []\n"),
    "a keyword that is too short": (ENTRY, f"{DATABASE}keywords: [light, a]\n"),
    "a repeated item": (ENTRY, f"{DATABASE}keywords: [light, light]\n"),
    "a bad date": (ORGANIZATION, "title: Invented\nvalid_from: 2026-02-3x\n"),
    "a missing property of an item": (ENTRY, f"{DATABASE}relations:\n  - type: part_of\n"),
    "a misspelt property of an item": (
        PACKAGE,
        DATASET.replace("    title: Table\n", "    title: Table\n    tilte: x\n"),
    ),
    "a fixed value": (PACKAGE, DATASET.replace("encoding: utf-8", "encoding: latin-1")),
    "a title that is too short": (PACKAGE, re.sub("description: .*", "description: Short.", DATASET)),
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Server]]:
    """The example with a broken file for each case, open in the server with the made settings."""
    root = Path(shutil.copytree(HERE / "example", tmp_path_factory.mktemp("editor") / "root"))
    for number, (file, text) in enumerate(BROKEN.values()):
        write(root, {file.format(f"case-{number}"): text})
        if file == PACKAGE:
            write(root, {f"datasets/case-{number}/table.csv": "code,size\na,1\n"})
    _make(root)
    with running(need(needs.editor), root) as server:
        yield root, server


def _make(root: Path) -> None:
    catalogue, _ = load(root)
    assert catalogue
    folder = root / ".vscode" / "schemas"
    folder.mkdir(parents=True)
    for name, schema in editor.files(PATTERNS, catalogue.schemas, VI).items():
        (folder / name).write_text(json.dumps(schema), encoding="utf-8")
    settings = editor.settings(PATTERNS)
    (root / ".vscode" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")


def _without_values(problem: Problem) -> str:
    """The words of the check, without what the editor does not know: the value, and what was meant."""
    args = {key: value for key, value in problem.args.items() if key != "nearest"}
    for key in ("value", "name") + (("property",) if problem.code == "unknown-property" else ()):
        if key in args:
            args[key] = editor.VALUE
    return f"{VI.sentence(Problem(problem.place, problem.code, args))} [{problem.code}]"


@pytest.mark.parametrize("case", BROKEN)
def test_the_editor_says_what_the_check_says_at_the_same_line(case: str, opened: tuple[Path, Server]) -> None:
    root, server = opened
    file = BROKEN[case][0].format(f"case-{list(BROKEN).index(case)}")
    wanted = {(p.place.line, _without_values(p)) for p in load(root)[1] if p.place.file == file}
    assert wanted
    assert {(found["range"]["start"]["line"] + 1, found["message"]) for found in server.open(root / file)} == wanted


@pytest.mark.parametrize("file", ["catalogue/themes.yaml", "catalogue/databases/lights-register.yaml"])
def test_the_editor_has_nothing_to_say_of_a_sound_descriptor(file: str, opened: tuple[Path, Server]) -> None:
    root, server = opened
    assert server.open(root / file) == []


def test_the_editor_offers_values_with_what_they_mean(opened: tuple[Path, Server]) -> None:
    root, server = opened
    path = root / "catalogue/databases/lights-register.yaml"
    server.open(path)
    lines = path.read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines) if text.startswith("class: "))
    place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": len("class: ")}}
    offered = {item["label"]: item for item in server.ask("textDocument/completion", place)["items"]}
    assert {"open", "internal"} <= set(offered)
    hover = server.ask("textDocument/hover", {**place, "position": {"line": line, "character": 1}})
    assert "Nhóm chia sẻ" in json.dumps(hover, ensure_ascii=False)


def test_the_files_of_this_repository_are_not_stale() -> None:
    for path, text in reference.editor_files().items():
        assert (REPOSITORY / path).read_text("utf-8") == text, f"{path} is stale: python -m tests.docs.reference"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("root", [REPOSITORY, HERE / "example"], ids=["tenant", "example"])
def test_the_schemas_are_schemas_and_take_what_the_check_takes(root: Path, language: str) -> None:
    catalogue, problems = load(root)
    assert catalogue
    assert not problems
    made = editor.files(PATTERNS, catalogue.schemas, Words(language))
    for schema in made.values():
        jsonschema_rs.meta.validate(schema)
    for descriptor in catalogue.descriptors.values():
        validator = jsonschema_rs.Draft7Validator(made[f"{descriptor.kind}.json"])
        assert [error.message for error in validator.iter_errors(descriptor.document.data)] == []


def _messages(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (value for key, value in schema.items() if key.endswith("rrorMessage") and isinstance(value, str))
    for below in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _messages(below)


def test_every_message_is_in_the_language_and_ends_with_its_code() -> None:
    catalogue, _ = load(REPOSITORY)
    assert catalogue
    for schema in editor.files(PATTERNS, catalogue.schemas, VI).values():
        messages = list(_messages(schema))
        assert messages
        assert [
            text for text in messages if f" — {VI('fix')}: " not in text or not re.search(r" \[[a-z-]+\]$", text)
        ] == []


def test_a_schema_that_refers_to_itself_ends() -> None:
    catalogue, _ = load(REPOSITORY)
    assert catalogue
    tree = {"$defs": {"tree": {"type": "object", "properties": {"below": {"$ref": "#/$defs/tree"}}}}}
    kinds = {"odd": {**tree, "properties": {"top": {"$ref": "#/$defs/tree"}}}}
    made = editor.json_schema("odd", dataclasses.replace(catalogue.schemas, kinds=kinds), VI)
    assert made["properties"]["top"]["properties"]["below"] == {}
