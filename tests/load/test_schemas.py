"""Schemas: words in both languages everywhere; a catalogue's own schemas are merged, and cannot break a check."""

import datetime
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publisher.load.schemas import defaults, read_schemas
from publisher.model import Data, Schemas
from publisher.report.words import LANGUAGES
from publisher.rules.days import later
from publisher.source import read
from tests.conftest import REPOSITORY
from tests.faults.catalogues import checked, found, write
from tests.ports import listen

OWN = "schemas/database.yaml"


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Schemas:
    """The schemas that come with the program, for a catalogue in two languages."""
    read, problems = read_schemas(tmp_path_factory.mktemp("nothing"), ["vi", "en"])
    assert problems == []
    return read


def _properties(tree: Any, path: str = "") -> Iterator[tuple[str, Data]]:
    """Yield every property of a schema, nested ones and those of shared definitions too."""
    if isinstance(tree, dict):
        for name, node in tree.get("properties", {}).items() if isinstance(tree.get("properties"), dict) else ():
            yield f"{path}/{name}", node
        for key, branch in tree.items():
            yield from _properties(branch, f"{path}/{key}")


def _worded(words: Any) -> bool:
    return isinstance(words, dict) and all(str(words.get(language) or "").strip() for language in LANGUAGES)


def test_every_property_of_every_kind_has_label_and_help_in_both_languages(schemas: Schemas) -> None:
    properties = [(kind, *one) for kind, schema in schemas.kinds.items() for one in _properties(schema)]
    assert len(properties) > 200
    lacking = [
        (kind, path, part)
        for kind, path, node in properties
        for part in ("label", "help")
        if not _worded(node.get(part))
    ]
    assert lacking == []


def test_every_kind_every_term_and_every_table_has_a_label_in_both_languages(schemas: Schemas) -> None:
    labelled = {f"kind {name}": tree for name, tree in schemas.kinds.items()}
    labelled |= {f"{name}: {id}": term for name, terms in schemas.vocabularies.items() for id, term in terms.items()}
    labelled |= {f"table {name}": tree for name, tree in schemas.tables.items()}
    labelled |= {f"{name}: {f['name']}": f for name, tree in schemas.tables.items() for f in tree["fields"]}
    assert [name for name, node in labelled.items() if not _worded(node.get("label"))] == []


def test_what_a_law_demands_are_properties_of_the_kind(schemas: Schemas) -> None:
    for rule_set in schemas.rule_sets.values():
        assert rule_set.demands
        assert rule_set.valid_from < rule_set.valid_to
        for part in (*rule_set.demands, *rule_set.limits):
            assert part["property"].partition(".")[0] in schemas.properties(part["kind"])
            assert rule_set.valid_from <= part.get("valid_from", rule_set.valid_from)
            assert part.get("valid_to", rule_set.valid_to) <= rule_set.valid_to


def test_what_another_rule_sees_to_has_words(schemas: Schemas) -> None:
    document, _ = read(REPOSITORY / "publisher" / "text" / "problems.yaml", "problems.yaml")
    assert document
    demands = [demand for rule_set in schemas.rule_sets.values() for demand in rule_set.demands]
    assert {demand["seen_by"] for demand in demands if "seen_by" in demand} <= set(document.data)


def test_every_cycle_that_has_an_interval_has_its_length(schemas: Schemas) -> None:
    for term in schemas.vocabularies["frequencies"].values():
        assert "iso" not in term or term["iso"] == f"R/{term['duration']}"
        assert "duration" not in term or later(datetime.date(2026, 1, 1), term["duration"])


def test_a_translated_property_stands_behind_its_original_in_each_other_language(tmp_path: Path) -> None:
    read, _ = read_schemas(tmp_path, ["vi", "en", "fr"])
    names = list(read.properties("organization"))
    assert names[:3] == ["title", "title_en", "title_fr"]
    assert read.properties("organization")["title_fr"]["translation_of"] == "title"
    assert "url_en" not in names
    assert "title_en" not in list(read_schemas(tmp_path, ["vi"])[0].properties("organization"))


def test_an_extra_property_costs_a_line_of_schema_and_no_more(root: Path) -> None:
    read, problems = read_schemas(root, ["en", "vi"])
    assert problems == []
    assert "harbour" in read.properties("database")
    assert "title" in read.properties("database")


def test_the_own_schemas_of_the_program_are_not_merged_with_themselves() -> None:
    read, problems = read_schemas(defaults("schemas").parent, ["vi", "en"])
    assert problems == []
    assert set(read.kinds) >= {"catalogue", "database", "dataset", "organization", "themes", "open-data", "withdrawn"}


@pytest.mark.parametrize(
    ("file", "text", "kept"),
    [
        pytest.param(OWN, "properties: {title: {maxLength: 5}}", ("database", "title", "maxLength", 5), id="a limit"),
        pytest.param(OWN, "required: [title]", ("database", "number", "type", "integer"), id="what is required"),
    ],
)
def test_what_a_catalogue_says_is_merged_over_what_we_say(
    tmp_path: Path, file: str, text: str, kept: tuple[str, str, str, object]
) -> None:
    write(tmp_path, {file: text})
    read, problems = read_schemas(tmp_path, ["en"])
    assert problems == []
    kind, name, key, value = kept
    assert read.properties(kind)[name][key] == value
    assert "label" in read.properties(kind)[name]


def test_a_term_added_to_a_vocabulary_may_be_used(root: Path) -> None:
    write(root, {"schemas/vocabularies/classes.yaml": "secret: {label: {vi: Mật, en: Secret}}\n"})
    entry = root / "catalogue" / "databases" / "mooring-permits.yaml"
    entry.write_text(entry.read_text("utf-8").replace("class: request", "class: secret"), encoding="utf-8")
    assert found(root) == []


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        pytest.param(OWN, "a: [", (2, 1, "yaml-syntax"), id="no YAML"),
        pytest.param(OWN, "- a\n", (1, 1, "wrong-type"), id="a list"),
        pytest.param(OWN, "properties: {harbour: 5}\n", (1, 23, "wrong-type"), id="a property that is no schema"),
        pytest.param(OWN, "required: title\n", (1, 11, "wrong-type"), id="required is no list"),
        pytest.param(OWN, "properties: {harbour: {type: nonsense}}\n", (1, 1, "unusable-schema"), id="no type"),
        pytest.param(OWN, "properties: {harbour: {$ref: '#/$defs/x'}}\n", (1, 1, "unusable-schema"), id="a lost $ref"),
        pytest.param(OWN, "properties: {harbour: {vocabulary: x}}\n", (1, 1, "unusable-schema"), id="no vocabulary"),
        pytest.param(
            OWN, "properties: {harbour: {type: string, pattern: '('}}\n", (1, 1, "unusable-schema"), id="no pattern"
        ),
        pytest.param("schemas/vocabularies/classes.yaml", "open: {label: 5}\n", (1, 15, "wrong-type"), id="a label"),
        pytest.param(
            "schemas/vocabularies/classes.yaml", "new: {open: true}\n", (1, 1, "missing-property"), id="no label"
        ),
        pytest.param(
            "schemas/rules/own.yaml",
            "document: A\nvalid_from: 2026-01-01\nvalid_to: 2026-02-30\n"
            "demands: [{kind: database, property: title, article: '1'}]\n",
            (3, 11, "bad-format"),
            id="a date of a law",
        ),
        pytest.param("schemas/tables/themes.yaml", "label: {en: A}\nfields: []\n", (2, 9, "too-few"), id="no fields"),
    ],
)
def test_a_file_that_is_no_schema_is_named_and_left_out(
    root: Path, file: str, text: str, expected: tuple[int, int, str]
) -> None:
    write(root, {file: text})
    read, problems = read_schemas(root, ["en", "vi"])
    assert [(p.place.file, p.place.line, p.place.column, p.code) for p in problems] == [(file, *expected)]
    assert "harbour" not in read.properties("database")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param(OWN, "properties: {harbour: {type: string, reference: planets}}", id="a reference to no kind"),
        pytest.param(OWN, "properties: {harbour: {$ref: '#/properties/title'}}", id="a $ref beside $defs"),
        pytest.param(OWN, "properties: {harbour: {type: object, properties: {a: 5}}}", id="a nested no-schema"),
        pytest.param(OWN, "properties: {harbour: {anyOf: [{type: string}], also: 5, vocabulary: forms}}", id="also"),
        pytest.param("schemas/common.yaml", "$defs: {line: {type: nonsense}}", id="a broken shared definition"),
        pytest.param("schemas/common.yaml", "$defs: 5", id="no definitions"),
        pytest.param("schemas/planet.yaml", "type: object", id="a kind that nobody knows"),
        pytest.param(
            "schemas/tables/themes.yaml",
            "label: {en: A}\nfields: [{name: name, type: string, label: {en: A}, vocabulary: nothing}]\n",
            id="a table with an unknown vocabulary",
        ),
        pytest.param(
            "schemas/tables/themes.yaml",
            "label: {vi: A}\nfields: [{name: name, type: string, label: {vi: A}}]\n",
            id="a table with a label in no English",
        ),
    ],
)
def test_no_schema_of_a_catalogue_breaks_a_check(root: Path, file: str, text: str) -> None:
    write(root, {file: text})
    assert all(problem.place.line >= 1 for problem in checked(root).problems)


def test_a_broken_shared_definition_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"schemas/common.yaml": "$defs: {line: {type: nonsense}}\n"})
    _, problems = read_schemas(tmp_path, ["en"])
    assert [problem.code for problem in problems][:1] == ["unusable-schema"]


class _Counting(http.server.BaseHTTPRequestHandler):
    """Answers with a schema, and remembers that it was asked."""

    asked: list[str]

    def do_GET(self) -> None:
        """Answer any address."""
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"type": "string"}')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_schema_of_a_catalogue_makes_the_check_fetch_nothing(root: Path) -> None:
    _Counting.asked = []
    with listen(_Counting) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/schema.json"
        write(root, {OWN: f"properties: {{harbour: {{$ref: '{address}'}}}}\n"})
        _, problems = read_schemas(root, ["en", "vi"])
        server.shutdown()
        thread.join()
    assert _Counting.asked == []
    assert [problem.code for problem in problems] == ["unusable-schema"]


def test_a_schema_of_a_catalogue_makes_the_check_read_no_other_file(root: Path) -> None:
    address = (root / "other.json").as_uri()
    write(root, {"other.json": '{"type": "string"}', OWN: f"properties: {{harbour: {{$ref: '{address}'}}}}\n"})
    _, problems = read_schemas(root, ["en", "vi"])
    assert [problem.code for problem in problems] == ["unusable-schema"]
