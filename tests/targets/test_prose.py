"""Pages of running text: what a catalogue does not tell is left out, what it tells has no meaning of its own."""

from pathlib import Path

import pytest

from publisher.targets.site.edition import PROSE
from publisher.targets.site.render import Templates
from tests.conftest import REPOSITORY

LINES = "One **{contact}**\nTwo <{email}>\n\n## Three\n\n[Four]({root}a.csv)\n"
SAID = {"contact": "Desk", "email": "desk@islands.example"}


def _page(root: Path, text: str, said: dict[str, str], language: str = "vi") -> str:
    """The page of a catalogue that brings a text of its own."""
    folder = root / "site_templates"
    (folder / "prose").mkdir(parents=True, exist_ok=True)
    (folder / "prose" / "about.en.md").write_text(text, encoding="utf-8")
    (folder / "bare.html").write_text('{{ prose("about", page.said)|document }}', encoding="utf-8")
    context = {"page": {"said": said, "home": ""}, "path": "about/index.html", "language": language}
    return Templates(root, ["en", "vi"]).render("bare.html", context)


def test_a_text_tells_what_the_catalogue_tells_and_leads_to_its_files(tmp_path: Path) -> None:
    page = _page(tmp_path, LINES, SAID, "en")
    assert "<strong>Desk</strong>" in page
    assert 'href="mailto:desk@islands.example"' in page
    assert "<h2>Three</h2>" in page
    assert 'href="../a.csv"' in page


def test_a_line_that_would_say_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    page = _page(tmp_path, LINES, {**SAID, "email": ""}, "en")
    assert "One" in page
    assert "Two" not in page


@pytest.mark.parametrize(
    "name", ["*a*", "`a`", "[a](https://elsewhere.example)", "<b>a</b>", "<script>a</script>", "a\\*"]
)
def test_a_value_is_shown_as_it_is_written(tmp_path: Path, name: str) -> None:
    page = _page(tmp_path, "{contact}\n", {"contact": name}, "en")
    shown = page.replace("&lt;", "<").replace("&gt;", ">").strip()
    assert shown == f"<p>{name}</p>"


def test_braces_that_name_nothing_drop_their_line_and_break_nothing(tmp_path: Path) -> None:
    page = _page(tmp_path, "A {unknown} line\nAnother {} line\n", SAID, "en")
    assert "unknown" not in page
    assert "Another {} line" in page


def test_each_text_comes_in_vietnamese_and_english() -> None:
    folder = REPOSITORY / "site_templates" / "prose"
    assert {path.name for path in folder.iterdir()} == {f"{name}.{code}.md" for name in PROSE for code in ("vi", "en")}
