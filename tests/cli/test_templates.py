"""Templates and texts of an agency that are wrong: a problem at the line, in both languages, and nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import Publisher

REFUSED = 3
BASE = '{% extends "base.html" %}\n{% set heading = "x" %}\n{% block main %}\n<h1>x</h1>\n'


@dataclass(frozen=True)
class Case:
    """A file that is wrong, where, and what is said of it in English and in Vietnamese."""

    file: str
    text: str | bytes | None  # none is a folder
    line: int
    en: str
    vi: str
    told_by: str | None = None


SEEN_AT_ONCE: Mapping[str, Case] = {
    "syntax": Case("home.html", f"{BASE}{{% if %}}", 5, "not valid Jinja", "Jinja sai cú pháp"),
    "a filter that there is not": Case("home.html", "\n{{ 1|nope }}", 2, "No filter named 'nope'", "Jinja sai cú pháp"),
    "a file to extend": Case("home.html", '{% extends "bass.html" %}', 1, "Did you mean 'base.html'", "'base.html'"),
    "a file to include": Case("home.html", f'{BASE}{{% include "no.html" %}}', 5, "no template 'no.html'", "'no.html'"),
    "macros of no file": Case("home.html", '{% import "no.html" as n %}', 1, "no template 'no.html'", "'no.html'"),
    "another encoding": Case("home.html", b"\n\ncaf\xe9", 3, "the file is not UTF-8", "không phải UTF-8"),
    "UTF-16": Case("home.html", "Trang chủ".encode("utf-16"), 1, "UTF-16", "UTF-16"),
    "a folder for a template": Case("home.html", None, 1, "is to be a file", "phải là tệp"),
    "a file for a folder of texts": Case("prose", "x", 1, "is to be a folder", "phải là một thư mục"),
    "a file for the folder itself": Case("", "x", 1, "is to be a folder", "phải là một thư mục"),
    "a text in another encoding": Case("prose/about.en.md", b"caf\xe9", 1, "not UTF-8", "không phải UTF-8"),
    "a name in a text": Case("prose/about.en.md", "a\nTo {emial}\n", 2, "told as '{emial}'", "thay cho '{emial}'"),
    "a style in another encoding": Case("style/40-parts.css", b"/* \xe9 */", 1, "not UTF-8", "không phải UTF-8"),
    "words that are no words": Case("text/en.yaml", "- a\n", 1, "a key and words", "khóa và chữ"),
    "a word that is a number": Case("text/en.yaml", "home: 3\n", 1, "under 'home' is no text", "'home' không phải chữ"),
    "half a brace in a word": Case("text/vi.yaml", 'home: "{a"\n', 1, "do not pair", "không đi thành cặp"),
    "a word that asks in vain": Case("text/vi.yaml", 'home: "{a}"\n', 1, "not told '{a}'", "không được cho biết '{a}'"),
}
SEEN_ON_A_PAGE: Mapping[str, Case] = {
    "a name that nothing has": Case(
        "home.html", f"{BASE}{{{{ nope }}}}", 5, "nothing is called 'nope'", "tên là 'nope'"
    ),
    "a property that is not there": Case(
        "home.html", f"{BASE}{{{{ page.nope }}}}", 5, "called 'nope'", "tên là 'nope'"
    ),
    "a template named on the page": Case(
        "home.html", f'{BASE}{{% include page.home ~ "a.html" %}}', 5, "no template", "không có khuôn trang"
    ),
    "words that nobody wrote": Case(
        "home.html", f'{BASE}{{{{ t("nope") }}}}', 5, "t() knows no 'nope'", "không có 'nope'"
    ),
    "itself": Case("home.html", '{% include "home.html" %}', 1, "without end", "không dừng"),
    "what no number may be": Case("home.html", f"{BASE}{{{{ 1 / 0 }}}}", 5, "ZeroDivisionError", "ZeroDivisionError"),
    "a text beside the files": Case("readme.txt", "\n{{ nope }}", 2, "nothing is called 'nope'", "tên là 'nope'"),
    "a macro": Case("_macros.html", "{% macro banner() %}\n{{ nope }}{% endmacro %}", 2, "'nope'", "'nope'"),
    "a macro that ours ask for": Case(
        "_macros.html", "", 1, "comes with the program", "đi cùng phần mềm", "publisher/site_templates/"
    ),
}


def _put(root: Path, case: Case) -> None:
    place = root / "site_templates" / case.file
    place.parent.mkdir(parents=True, exist_ok=True)
    if case.text is None:
        place.mkdir()
    else:
        text = case.text if isinstance(case.text, bytes) else case.text.encode()
        place.write_bytes(text + b"{% endblock %}" if text.startswith(BASE.encode()) else text)


def _place(case: Case) -> str:
    return case.told_by or f"{f'site_templates/{case.file}'.rstrip('/')}:{case.line}:"


def _applied(run: Publisher, root: Path, language: str, *command: str) -> tuple[int, str]:
    told = run("--lang", language, "--root", root, "--site", root.parent / "public", *command)
    return told.code, told.err


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    "case", [*SEEN_AT_ONCE.values(), *SEEN_ON_A_PAGE.values()], ids=[*SEEN_AT_ONCE, *SEEN_ON_A_PAGE]
)
def test_what_is_wrong_is_said_at_its_line_and_nothing_is_written(
    case: Case, language: str, root: Path, run: Publisher
) -> None:
    _put(root, case)
    code, said = _applied(run, root, language, "apply", "site")
    assert code == REFUSED
    assert _place(case) in said
    assert (case.en if language == "en" else case.vi) in said
    assert "[bad-template]" in said
    assert "[site-unsound]" in said
    assert "Traceback" not in said
    assert not (root.parent / "public").exists()


@pytest.mark.parametrize("case", SEEN_AT_ONCE.values(), ids=SEEN_AT_ONCE)
def test_a_plan_says_already_what_no_page_is_needed_for(case: Case, root: Path, run: Publisher) -> None:
    _put(root, case)
    code, said = _applied(run, root, "en", "plan", "site")
    assert code == REFUSED
    assert _place(case) in said


@pytest.mark.parametrize("case", [SEEN_AT_ONCE["syntax"], SEEN_ON_A_PAGE["a text beside the files"]])
def test_what_was_published_stays_and_the_mended_file_is_published(case: Case, root: Path, run: Publisher) -> None:
    assert _applied(run, root, "en", "publish")[0] == 0
    public = root.parent / "public"
    before, page = public.resolve(), (public / "index.html").read_bytes()
    _put(root, case)
    assert _applied(run, root, "en", "publish")[0] == REFUSED
    assert (public.resolve(), (public / "index.html").read_bytes()) == (before, page)
    (root / "site_templates" / case.file).unlink()
    assert _applied(run, root, "en", "publish")[0] == 0


def test_faults_of_several_files_are_told_together_each_once(root: Path, run: Publisher) -> None:
    for file in ("base.html", "readme.txt"):
        _put(root, Case(file, "{{ nope }}", 1, "", ""))
    code, said = _applied(run, root, "en", "apply", "site")
    assert code == REFUSED
    assert said.count("[bad-template]") == 2
    assert "the site has the 2 errors" in said


def test_what_may_be_absent_is_no_fault(root: Path, run: Publisher) -> None:
    text = f'{BASE}{{% include "no.html" ignore missing %}}{{% include ["no.html", "own.html"] %}}'
    _put(root, Case("themes.html", text, 1, "", ""))
    _put(root, Case("own.html", "<p>own {{ page.nope|default('none') }}</p>", 1, "", ""))
    _put(root, Case("fonts/OFL.txt", "{% no template %}", 1, "", ""))
    assert _applied(run, root, "en", "apply", "site")[0] == 0
    assert "<p>own none</p>" in (root.parent / "public" / "theme" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(("language", "words"), [("en", "template or text cannot be used"), ("vi", "không dùng được")])
def test_the_code_is_explained(language: str, words: str, run: Publisher) -> None:
    told = run("--lang", language, "explain", "bad-template")
    assert told.code == 0
    assert words in told.out
