"""Faults of templates: whatever an agency writes into one is read or told, and never breaks the program."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.problem import Unsound
from publisher.targets.site.edition import PROSE, Page
from publisher.targets.site.faults import CODE, faults, rendered
from publisher.targets.site.files import editions
from publisher.targets.site.pages import prose
from publisher.targets.site.pages.prose import SAID
from publisher.targets.site.render import Templates
from tests.conftest import REPOSITORY
from tests.faults.catalogues import checked

PIECES = ["{{", "}}", "{%", "%}", "{#", "#}", " ", "\n", "if", "for x in", "page", ".", "|", "(", ")", "'", '"', "no"]
PIECES += [
    "include",
    "extends",
    "import",
    "macro",
    "block",
    "end",
    "[",
    "]",
    "1",
    "/",
    "0",
    "own.html",
    "t",
    "prose",
    "=",
    "ê",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_text_is_a_template_or_a_problem(pieces: list[str], tmp_path: Path) -> None:
    home = tmp_path / "site_templates"
    home.mkdir(exist_ok=True)
    (home / "own.html").write_text("".join(pieces), "utf-8")
    templates = Templates(tmp_path, ["en"])
    found = faults(tmp_path, templates)
    try:
        rendered(templates, Page("index.html", "own.html", {"home": ""}, "en"))
    except Unsound as fault:
        found += fault.problems
    assert {problem.code for problem in found} <= {CODE}
    assert all(problem.place.file.startswith("site_templates/own.html") for problem in found)


def test_ours_have_none() -> None:
    assert faults(REPOSITORY, Templates(REPOSITORY, ["vi", "en"])) == []


def test_the_names_that_a_text_may_say_are_those_that_are_told(root: Path) -> None:
    catalogue = checked(root).sound
    assert catalogue
    words = Templates(root, catalogue.languages).words
    pages = [page for edition in editions(catalogue, words) for page in prose.pages(edition)]
    assert len(pages) == len(PROSE) * len(catalogue.languages)
    assert all({*page.context["said"], "root", "home"} == SAID for page in pages)
