"""What is done ahead when a template is compiled changes nothing that a reader sees."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.targets.site import markdown
from publisher.targets.site.engine import Environment

WORDS = {"plain": "Dân tộc & “miền núi”", "placed": "{n} rows", "brace": "a {{b}}", "quoted": 'it\'s "so" <b>'}
VALUES = st.one_of(st.text(), st.integers(), st.none(), st.text().map(markdown.prose))


def spoken(key: str, **args: Any) -> str:
    return WORDS[key].format(**args)


def rendered(folder: Path, source: str, name: str = "page.html", **context: Any) -> str:
    folder.joinpath(name).write_text(source, "utf-8")
    environment = Environment([folder], WORDS)
    environment.globals["t"] = spoken
    return environment.get_template(name).render(**context)


def as_jinja(source: str, **context: Any) -> str:
    """What Jinja makes of a template by itself."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.globals["t"] = spoken
    return environment.from_string(source).render(**context)


@pytest.mark.parametrize(
    "source",
    [
        '<p>{{ t("plain") }}</p>',
        "<p title=\"{{ t('quoted') }}\">",
        '{{ t("placed", n=3) }}',
        '{{ t("brace") }}',
        '{{ t ( "plain" ) ~ "!" }}',
        '{% set a = t("plain") %}{{ a|upper }}',
        '{{ t("plain")[0] }}{{ [t("plain"), t("quoted")]|join("·") }}',
        '{{ t("pl" ~ "ain") }}{{ t(key) }}',
        't("plain") is not an expression, {{ \'t("plain")\' }} neither',
        '{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m(t("quoted")) }}{{ m(x="<") }}',
        "{% macro m() %}{{ caller(1) }}{% endmacro %}{% call(n) m() %}{{ n }}&{% endcall %}",
        "{% for k in row %}{{ row[k] }}{{ loop.index }}{% endfor %}{{ row.a }}{{ row.missing is defined }}",
        "{% autoescape false %}{{ row.a }}{% endautoescape %}{{ row.a|safe }}{{ row.a|e }}",
    ],
)
def test_a_page_says_what_jinja_itself_would_make_of_its_template(tmp_path: Path, source: str) -> None:
    context = {"key": "quoted", "row": {"a": "<&>", "b": 2}}
    assert rendered(tmp_path, source, **context) == as_jinja(source, **context)


@given(VALUES)
@example("'")
@example("&lt;")
def test_a_value_is_shown_as_jinja_shows_it(value: object) -> None:
    assert Environment.shown(value) == as_jinja("{{ value }}", value=value)


def test_a_key_of_a_dictionary_stands_before_what_dictionaries_can_do(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ row.values }}{{ row.items()|list|length }}", row={"values": "v"}) == "v1"


@pytest.mark.parametrize("source", ['{{ t("nothing") }}', "{{ missing }}", "{{ row.missing }}", '{{ row["missing"] }}'])
def test_what_is_not_there_is_an_error(tmp_path: Path, source: str) -> None:
    with pytest.raises((KeyError, jinja2.UndefinedError)):
        rendered(tmp_path, source, row={})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("page.html", "<ul>\n<li>  a\n  b</li>\n\n<pre>\n  x\n    y\n</pre>\n</ul>"),
        ("readme.txt", "<ul>\n    <li>  a\n  b</li>\n\n    <pre>\n  x\n    y\n</pre>\n  </ul>"),
    ],
)
def test_pages_lose_their_indentation_but_neither_texts_nor_values_do(tmp_path: Path, name: str, expected: str) -> None:
    source = "<ul>\n    <li>{{ value }}</li>\n\n    <pre>\n  x\n    y\n</pre>\n  </ul>"
    assert rendered(tmp_path, source, name, value="  a\n  b") == expected


def test_words_that_changed_are_those_of_the_next_page(tmp_path: Path) -> None:
    tmp_path.joinpath("page.html").write_text('{{ t("a") }}')

    def said(words: Mapping[str, str]) -> str:
        return Environment([tmp_path], words).get_template("page.html").render()

    assert [said({"a": "x"}), said({"a": "y"}), said({"a": "x"})] == ["x", "y", "x"]


@given(st.text(st.sampled_from("aZđộ1 ,.;:()/%-_*#>`[]!|\\&<'\"\n\t\u00a0\u0301+=~"), max_size=12))
@example("1. a")
@example("a ")
@example("")
@example("http://a.b")
def test_plain_words_need_no_markdown_reader(text: str) -> None:
    assert markdown.prose(text) == re.sub("</?h[23]>", "", markdown.document(text))
