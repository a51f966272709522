"""The commands that write nothing, on the example: what they say, how they end; and wrong usage."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli.commands import publisher as group
from publisher.report.words import Words
from tests.cli.conftest import Publisher
from tests.cli.edits import BROKEN, spoil
from tests.report.test_output import VALIDATORS


def test_a_sound_catalogue_is_checked_with_nothing_to_say(publisher: Publisher) -> None:
    told = publisher("check")
    assert (told.code, told.out) == (0, "")
    assert "Nothing is wrong." in told.err
    assert "2 datasets, 3 files, 23 rows" in told.err


def test_a_broken_catalogue_ends_in_1_and_says_where_and_how_to_mend_it(publisher: Publisher, root: Path) -> None:
    spoil(root)
    told = publisher("check")
    assert told.code == 1
    assert f"{BROKEN}:1:1: error: there is no property 'titel' [unknown-property]" in told.out
    assert "    fix: delete it or mend its name. Did you mean 'title'?" in told.out
    assert "Errors: 2; warnings: 0." in told.err
    assert "publisher explain CODE" in told.err


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("text", f"{BROKEN}:1:1: error: "),
        ("json", '{\n  "version": 1,'),
        ("markdown", "| Place | Severity | Problem | Fix |\n"),
        ("github", f"::error file={BROKEN},line=1,col=1,"),
    ],
    ids=["text", "json", "markdown", "github"],
)
def test_problems_are_printed_as(form: str, begins: str, publisher: Publisher, root: Path) -> None:
    spoil(root)
    told = publisher("check", "--format", form)
    assert told.code == 1
    assert told.out.startswith(begins)
    assert bool(told.err) == (form == "text")


def test_problems_as_json_fit_their_schema(publisher: Publisher, root: Path) -> None:
    spoil(root)
    VALIDATORS["problems"].validate(json.loads(publisher("check", "--format", "json").out))
    VALIDATORS["problems"].validate(json.loads(publisher("--lang", "vi", "check", "--format", "json").out))


@pytest.mark.parametrize("weight", ["error", "warning"])
def test_nothing_to_say_is_0_whatever_is_weighed(weight: str, publisher: Publisher) -> None:
    assert publisher("check", "--fail-on", weight).code == 0


def test_a_code_is_explained(publisher: Publisher, golden: Callable[[str, str], None]) -> None:
    told = publisher("explain", "unknown-property")
    assert (told.code, told.err) == (0, "")
    golden("cli/explain.en.txt", told.out)
    golden("cli/explain.vi.txt", publisher("--lang", "vi", "explain", "unknown-property").out)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            "missing-file", ["there is no file datasets/invented/table.csv", "    | code,size\n"], id="a file"
        ),
        pytest.param("bad-name", ["databases/New_Lights.yaml\n", "databases/new-lights.yaml\n"], id="another name"),
        pytest.param("not-utf8", ["no example", "RFC 3629"], id="none that could be written out"),
        pytest.param("vanished", ["no example"], id="a refusal"),
    ],
)
def test_an_example_is_shown_as_what_it_is(code: str, expected: list[str], publisher: Publisher) -> None:
    told = publisher("explain", code).out
    assert [words for words in expected if words not in told] == []


def test_all_codes_are_explained_as_markdown(publisher: Publisher) -> None:
    told = publisher("--lang", "vi", "explain", "--all").out
    assert re.findall(r"^### (.+)$", told, re.MULTILINE) == Words("vi").codes()
    assert told.startswith("## YAML\n\n### unreadable-file\n\n- **Vấn đề**: ")
    assert "Sai: catalogue/databases/invented.yaml, từ dòng 7\n" in told


def test_an_unknown_code_is_asked_back(publisher: Publisher) -> None:
    told = publisher("explain", "unknown-propety")
    assert told.code == 2
    assert "There is no code 'unknown-propety'. Did you mean 'unknown-property'?" in told.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="no command"),
        pytest.param(("publsh",), id="an unknown command"),
        pytest.param(("plan",), id="no target"),
        pytest.param(("plan", "moon"), id="an unknown target"),
        pytest.param(("plan", "site", "--format", "github"), id="a form that plans do not have"),
        pytest.param(("check", "--format", "xml"), id="an unknown form"),
        pytest.param(("check", "--nope"), id="an unknown option"),
        pytest.param(("--lang", "fr", "check"), id="an unknown language"),
        pytest.param(("apply", "ckan"), id="a portal without CKAN_URL"),
        pytest.param(("explain",), id="no code"),
    ],
)
def test_wrong_usage_ends_in_2(arguments: tuple[str, ...], publisher: Publisher, site: Path) -> None:
    told = publisher(*arguments)
    assert told.code == 2
    assert told.err
    assert not site.exists()


def test_a_command_gives_its_exit_code_to_click(root: Path, tmp_path: Path) -> None:
    arguments = ["--root", str(root), "--site", str(tmp_path / "public"), "plan", "site", "--exit-code"]
    result = CliRunner().invoke(group, arguments, standalone_mode=False)
    assert (result.return_value, result.exception) == (1, None)
