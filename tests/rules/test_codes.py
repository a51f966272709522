"""Every code that a check can raise has words in both languages, and a folder here that raises it."""

import ast
import re
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from publisher.report.words import LANGUAGES
from publisher.source import read
from tests.conftest import REPOSITORY
from tests.rules.test_rules import FOLDERS, MADE

PROGRAM = REPOSITORY / "publisher"
CHECKS = [PROGRAM / "source.py", PROGRAM / "publish.py"]
CHECKS += [path for folder in ("load", "rules", "tables") for path in (PROGRAM / folder).rglob("*.py")]
# The position of the code among the arguments of the calls that make a problem.
CALLS = {"Problem": 1, "say": 2, "stop": 2, "_mismatch": 2, "get": 1, "Fault": 2, "fault": 0, "note": 0, "problem": 0}
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

NO_FOLDER = {
    # Limits of workers, and clusters: tests/test_work.py.
    *("overrun-time", "overrun-memory", "overrun-died", "worker-without-files", "cluster-threads", "no-dask"),
    "no-cluster",
    # Needs a large file: tests/tables/test_excerpt.py.
    "one-fault-only",
    # Needs a file that may not be read or goes away in between; the tests run as root. See tests/test_source.py.
    "unreadable-file",
    # Said of what is taken from a Data Package of others: tests/desk/test_datapackages.py.
    *(
        "no-datapackage",
        "bad-datapackage",
        "import-no-database",
        "import-address",
    ),
    *(
        "import-not-taken",
        "import-rewritten",
        "import-columns",
        "import-resource-renamed",
    ),
    *(
        "import-only-frictionless",
        "import-only-ours",
    ),
    # Said where frictionless refuses a descriptor that nothing else is said of; no such descriptor is known.
    "table-schema",
    # The words for a type of frictionless that is not listed, not a code of its own.
    "table-error",
    # Refusals of the guard and failures of targets: tests/test_guard.py and tests/targets/.
    *("vanished", "mass-withdrawal", "mass-update", "plan-differs", "name-held-by-others", "stale"),
    *("extra-too-long", "file-too-large", "licence-unknown-to-portal", "no-organization"),
    *("folder-not-ours", "folder-of-other-owner", "site-locked", "no-library", "file-changed", "altered-by-portal"),
    *("nothing-planned", "no-token", "token-over-http", "token-not-accepted"),
    *(
        "action-not-allowed",
        "unknown-version",
        "portal-refused",
        "bad-answer",
        "no-answer",
        "bad-address",
        "system-refused",
    ),
    *("table-incomplete", "drifted", "portal-demands", "organization-not-allowed", "dataset-type-unknown"),
    *("partial-view", "redirected", "too-slow"),
    # Said of the pages that were made: tests/proof/.
    *("page-link", "page-anchor", "page-id", "page-reference", "page-alt", "page-lang", "page-title", "page-heading"),
    *("page-outline", "page-label", "page-foreign", "page-active", "page-policy", "page-size", "packed-size"),
    *("path-case", "site-unsound", "no-site"),
    # Said of the templates of an agency: tests/cli/test_templates.py.
    "bad-template",
    # Said of the copy of a site for a disk: tests/proof/ and tests/targets/test_offline_script.py.
    *("offline-size", "offline-script"),
    # What a take-down refuses or leaves to others: tests/cli/test_withdraw.py and tests/targets/.
    *("owner-unknown", "withdrawn-unreadable", "not-set-up", "release-unreadable", "strange-files"),
    *("not-ours", "left-to-sysadmin", "left-in-activities"),
    # What an import says or refuses: tests/desk/.
    *("import-gap", "import-guess", "import-bare", "import-copy", "import-hidden", "import-no-data", "import-not-ours"),
    *("import-others", "import-renamed", "import-value", "import-cleaned", "import-elsewhere", "import-format"),
    *("import-header", "import-not-a-table", "import-not-fetched", "import-mark", "import-other-bytes"),
    *("nothing-to-import", "several-owners", "would-overwrite", "served-elsewhere", "not-served", "over-size"),
    "not-edited",
}


def _texts() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    document, _ = read(PROGRAM / "text" / "problems.yaml", "problems.yaml")
    assert document
    return document.data


def _literals(node: ast.AST | None) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        yield node.value


def _codes(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in CALLS:
                if name != "get" or getattr(getattr(node.func, "value", None), "id", "") == "_CODES":
                    yield from _literals(args[CALLS[name]] if len(args) > CALLS[name] else None)
            case ast.Assign(targets=[ast.Name(id="code")], value=value):
                yield from _literals(value)
            case ast.Assign(targets=[ast.Name(id="_CODES")], value=ast.Dict(values=values)):
                yield from (code for value in values for code in _literals(value))
            case ast.Tuple(elts=[_, _, code, ast.Dict() | ast.Name(id="args")]):
                yield from _literals(code)
            case ast.keyword(arg="code", value=value):
                yield from _literals(value)


CODES = sorted({code for path in CHECKS for code in _codes(ast.parse(path.read_text("utf-8")))})


def _shown() -> set[str]:
    made = {code for _, (*_, code) in MADE.values()}
    return made | {folder.name.partition(".")[0] for folder in FOLDERS}


def test_the_codes_of_the_source_are_found() -> None:
    assert {"yaml-tab", "unknown-theme", "wrong-hash", "bad-quote", "schema", "own-table", "too-few"} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_checks_has_words_and_a_folder(code: str) -> None:
    assert code in _texts()
    assert code in _shown() | NO_FOLDER


@pytest.mark.parametrize("name", ["problems", "terminal"])
def test_the_words_themselves_have_no_fault(name: str) -> None:
    document, problems = read(PROGRAM / "text" / f"{name}.yaml", name)
    assert document
    assert problems == []


@pytest.mark.parametrize("code", sorted(_texts()))
def test_the_words_of_a_code_are_whole_in_both_languages(code: str) -> None:
    entry = _texts()[code]
    assert set(entry) == set(LANGUAGES)
    for part in ("what", "fix", "why"):
        said = {language: entry[language][part] for language in LANGUAGES}
        placeholders = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in said.values()]
        assert placeholders[0] == placeholders[1]
        assert all(text.strip() for text in said.values())


def test_every_code_with_words_has_a_folder_or_a_reason_to_have_none() -> None:
    assert set(_texts()) - _shown() == NO_FOLDER


def test_no_folder_is_for_a_code_without_words() -> None:
    assert _shown() <= set(_texts())
