"""What machines are told fits the schemas in schemas/output/, which are schemas of no kind of descriptor."""

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.load import load
from publisher.load.schemas import defaults
from publisher.plan import Edit, Item, make_plan
from publisher.problem import Place, Problem, Severity, has_errors
from publisher.publish import Terms, check
from publisher.report import edits, overlaps, plans, problems
from publisher.report.words import Words
from publisher.rules.overlap import Overlap
from publisher.source import read
from tests.conftest import DAY, HERE
from tests.report.conftest import PROBLEMS
from tests.report.test_overlaps import FOUND
from tests.report.test_plans import PLAN, ROWS

ENGLISH = Words("en")
FOLDER = defaults("schemas") / "output"


def _schema(name: str) -> Any:
    document, faults = read(FOLDER / f"{name}.yaml", name)
    assert document
    assert faults == []
    jsonschema.Draft202012Validator.check_schema(document.data)
    return document.data


VALIDATORS = {
    name: jsonschema.Draft202012Validator(_schema(name)) for name in ("problems", "plan", "doctor", "drift", "overlap")
}


def _faults(name: str, text: str) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(json.loads(text))]


def test_there_is_a_schema_for_each_output_and_no_other() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(VALIDATORS)


@pytest.mark.parametrize("found", [(), PROBLEMS], ids=["none", "many"])
def test_problems_fit_their_schema(found: tuple[Problem, ...], words: Words) -> None:
    assert _faults("problems", problems.as_json(found, words)) == []


def test_older_problems_fit_their_schema(words: Words) -> None:
    assert _faults("problems", problems.as_json(PROBLEMS[:2], words, PROBLEMS[2:])) == []


def test_the_problems_of_a_broken_catalogue_fit_their_schema(root: Path) -> None:
    for path in root.glob("catalogue/databases/*.yaml"):
        path.write_text(path.read_text("utf-8").replace("e", "é~/", 9).replace(",", "", 3), encoding="utf-8")
    found = check(root, lambda _: None).problems
    assert len(found) > 5
    assert _faults("problems", problems.as_json(found, ENGLISH)) == []


@given(
    st.text(min_size=1), st.integers(1), st.sampled_from(Severity), st.dictionaries(st.text(), st.text(), max_size=3)
)
def test_whatever_a_problem_holds_fits_the_schema(
    file: str, line: int, severity: Severity, args: dict[str, str]
) -> None:
    found = (Problem(Place(file, line), "empty-file", args, severity),)
    assert _faults("problems", problems.as_json(found, ENGLISH)) == []


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(PLAN, id="every verb"),
        pytest.param(make_plan("site", "us", {}, {}), id="no change"),
        pytest.param(make_plan("ckan", "us", {}, {"k": Item([1])}, public_view=True), id="the public view"),
    ],
)
def test_plans_fit_their_schema(plan: Any) -> None:
    assert _faults("plan", plans.as_json(plan, ROWS, ENGLISH)) == []


def _changed(text: str, **values: Any) -> str:
    return json.dumps({**json.loads(text), **values})


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"version": 2}, id="another version"),
        pytest.param({"more": 1}, id="a property that is not in the schema"),
        pytest.param({"digest": "abc"}, id="a digest that is cut"),
        pytest.param({"unchanged": -1}, id="less than nothing"),
        pytest.param({"changes": [{"key": "k", "verb": "rename", "before": 1, "after": 2}]}, id="an unknown verb"),
        pytest.param(
            {"changes": [{"key": "k", "verb": "create", "before": 1, "after": 2}]}, id="a create over something"
        ),
        pytest.param({"changes": [{"key": "k", "verb": "withdraw", "before": 1, "after": 2}]}, id="a half withdrawal"),
        pytest.param({"rows": {"k#r": {"added": 1}}}, id="half of the rows"),
    ],
)
def test_the_schema_of_plans_refuses(values: Any) -> None:
    assert _faults("plan", _changed(plans.as_json(PLAN, ROWS, ENGLISH), **values)) != []


@pytest.mark.parametrize(
    ("key", "value"),
    [("code", "Not A Code"), ("severity", "note"), ("line", 0), ("column", 0), ("pointer", "a"), ("args", {"a": 1})],
)
def test_the_schema_of_problems_refuses(key: str, value: Any) -> None:
    told = json.loads(problems.as_json(PROBLEMS[:1], ENGLISH))
    told["problems"][0][key] = value
    assert _faults("problems", json.dumps(told)) != []


EDITS = [Edit("dataset/a", "title", "there", "wanted"), Edit("theme/b", "extras.x", None, [1])]


@pytest.mark.parametrize("found", [[], EDITS], ids=["none", "some"])
def test_edits_fit_their_schema(found: list[Edit], words: Words) -> None:
    assert _faults("drift", edits.as_json(found, words)) == []


@pytest.mark.parametrize("key", ["key", "field", "there", "wanted", "version"])
def test_the_schema_of_edits_refuses_what_is_half_said(key: str) -> None:
    told = json.loads(edits.as_json(EDITS, ENGLISH))
    (told if key == "version" else told["edits"][1]).pop(key)
    assert _faults("drift", json.dumps(told)) != []


def test_edits_are_told_by_entry_and_no_text_of_a_portal_steers_the_terminal() -> None:
    found = [*EDITS, Edit("theme/b", "description", "\x1b[31mred\n", "plain")]
    assert edits.as_text(found, ENGLISH).splitlines() == [
        "  ~ dataset/a",
        "      title: 'wanted' → 'there'",
        "  ~ theme/b",
        "      extras.x: '[1]' → none",
        "      description: 'plain' → ' [31mred '",
    ]


def test_the_schemas_of_outputs_are_no_kinds() -> None:
    catalogue, found = load(HERE / "example")
    assert catalogue
    assert not has_errors(found)
    assert {"problems", "plan", "output/plan"} & set(catalogue.schemas.kinds) == set()


def test_a_catalogue_may_carry_the_schemas_of_outputs(root: Path) -> None:
    shutil.copytree(FOLDER, root / "schemas" / "output")
    assert check(root, lambda _: None, Terms(DAY)).problems == ()


def test_a_catalogue_may_carry_all_schemas(root: Path) -> None:
    own = shutil.ignore_patterns("database.yaml")
    shutil.copytree(defaults("schemas"), root / "schemas", ignore=own, dirs_exist_ok=True)
    assert check(root, lambda _: None, Terms(DAY)).problems == ()


@pytest.mark.parametrize("found", [(), FOUND], ids=["none", "every ground"])
def test_overlaps_fit_their_schema(found: tuple[Overlap, ...]) -> None:
    assert _faults("overlap", overlaps.as_json(found, ENGLISH)) == []
