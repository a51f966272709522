"""A broken page is never made public: templates of an agency may be wrong, and are told where."""

from pathlib import Path

import pytest

from publisher.problem import Unsound
from publisher.proof.folder import prove
from tests.targets.worlds import SiteWorld, change_cell, publish

TEMPLATE = Path("site_templates/themes.html")
BROKEN = '{% extends "base.html" %}\n{% set heading = "Themes" %}\n{% block main %}\n<h1>Themes</h1>\n'


def _template(site: SiteWorld, text: str) -> None:
    place = site.root / TEMPLATE
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"{BROKEN}{text}{{% endblock %}}\n", "utf-8")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<a href="{{ root }}no/such/page/">x</a>', "page-link"),
        ('<a href="{{ root }}{{ page.home }}#nowhere">x</a>', "page-anchor"),
        ("<script>x()</script>", "page-active"),
        ('<img src="{{ root }}static/icon.svg">', "page-alt"),
    ],
)
def test_nothing_is_published_where_a_page_is_broken(text: str, code: str, site: SiteWorld) -> None:
    publish(site)
    before = site.folder.resolve()
    _template(site, text)
    with pytest.raises(Unsound) as caught:
        publish(site)
    files = {problem.place.file for problem in caught.value.problems}
    assert {problem.code for problem in caught.value.problems} == {code}
    assert files <= {"theme/index.html", "vi/theme/index.html"}
    assert site.folder.resolve() == before
    assert len(site.journal()) == 1


def test_once_it_is_mended_it_is_published(site: SiteWorld) -> None:
    _template(site, "<script>x()</script>")
    with pytest.raises(Unsound):
        publish(site)
    assert not site.folder.exists()
    _template(site, "<p>Themes</p>")
    publish(site)
    assert "<p>Themes</p>" in (site.folder / "theme" / "index.html").read_text("utf-8")


def test_a_site_that_was_published_is_sound_as_a_whole(site: SiteWorld) -> None:
    publish(site)
    change_cell(site.root)
    publish(site)
    assert prove(site.folder, lambda _: None) == []
