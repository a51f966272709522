"""The site remembers what it is to be: a known state is the state that would be found anew, whatever changes."""

import configparser
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.cache import LIBRARIES, Cache
from publisher.plan import State
from publisher.problem import Unsound
from publisher.targets.site import Site
from publisher.targets.site.files import File
from publisher.targets.site.inputs import WRITERS
from publisher.targets.site.render import ENGINES
from tests.conftest import REPOSITORY
from tests.faults.catalogues import checked


def _desired(root: Path, cache: Cache | None = None, preview: str = "") -> State:
    catalogue = checked(root).sound
    assert catalogue
    return Site(root / "public", "example", cache, preview=preview).desired(catalogue)


def _put(path: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return change


def _replace(path: str, before: str, after: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert before in text
        (root / path).write_text(text.replace(before, after), encoding="utf-8")

    return change


CHANGES = {
    "a template": _put("site_templates/prose.html", "{{ page.name }}"),
    "the words of the pages": _put("site_templates/text/en.yaml", "home: Start\n"),
    "a style": _put("site_templates/style/40-parts.css", "p { margin: 0 }\n"),
    "a static file": _put("site_templates/static/own.txt", "own\n"),
    "a running text": _put("site_templates/prose/about.en.md", "About us\n"),
    "the catalogue": _replace("catalogue/catalogue.yaml", "Registers of the Fictional", "Registers of the Invented"),
    "a theme": _replace("catalogue/themes.yaml", "title:", "title: All"),
    "a dataset": _replace("datasets/lighthouses/datapackage.yaml", "title: ", "title: The "),
    "a schema": _replace("schemas/database.yaml", "en: ", "en: The "),
    "what is withdrawn": _replace("catalogue/withdrawn.yaml", "reason: ", "reason: So. "),
    "data": _replace("datasets/lighthouses/lighthouses.csv", "41.5", "41.6"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_remembered_is_what_is_found_anew(change: Callable[[Path], None], root: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache" / "results")
    before = _desired(root, cache)
    change(root)
    after = _desired(root, cache)
    assert after != before
    assert after == _desired(root)


@pytest.mark.parametrize(
    "spoil",
    [_put("site_templates", ""), lambda root: (root / "site_templates" / "home.html").mkdir(parents=True)],
    ids=["a file for the folder of templates", "a folder for a template"],
)
def test_what_is_remembered_hides_no_fault_of_templates(
    spoil: Callable[[Path], None], root: Path, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache" / "results")
    _desired(root, cache)
    spoil(root)
    with pytest.raises(Unsound):
        _desired(root, cache)


def test_a_preview_is_not_what_is_remembered_of_the_site_or_of_another_preview(root: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache" / "results")
    found = {preview: _desired(root, cache, preview) for preview in ("", "One", "Two")}
    assert all(
        state == _desired(root, cache, preview) == _desired(root, None, preview) for preview, state in found.items()
    )
    assert len({state["index.html"].value for state in found.values()}) == len(found)


# What brings things in or out, or only tells: the files of the site are the same whatever its version.
APART = {"ckanapi", "click", "lxml", "pandas", "rapidfuzz", "requests", "requests-toolbelt", "rich", "watchfiles"}


def test_another_version_of_a_library_that_makes_or_judges_files_makes_all_of_them_anew() -> None:
    setup = configparser.ConfigParser()
    setup.read(REPOSITORY / "setup.cfg", "utf-8")
    needed = {line.split()[0] for line in setup["options"]["install_requires"].splitlines() if line}
    assert needed - APART == {*LIBRARIES, *ENGINES, *WRITERS}


def test_while_nothing_changes_no_file_is_thought_of_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path / "cache" / "results")
    before = _desired(root, cache)

    def refuse(catalogue: object) -> list[File]:
        pytest.fail("the files were made again")

    monkeypatch.setattr("publisher.targets.site.files", refuse)
    assert _desired(root, cache) == before
