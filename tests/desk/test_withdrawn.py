"""withdrawn.yaml grows by an entry and nothing else in it changes; what cannot be done so is not done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.desk.withdrawn import entry_text, with_entry
from publisher.source import parse

ENTRY = {"kind": "dataset", "title": "Boats", "date": "2026-11-22", "reason": "It got out"}
LINES = "boats:\n  kind: dataset\n  title: Boats\n  date: '2026-11-22'\n  reason: It got out\n"
OTHER = "lights:\n  kind: dataset\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", LINES, id="no file yet"),
        pytest.param("# Nothing.\n", f"# Nothing.\n{LINES}", id="only a comment"),
        pytest.param("# Nothing.\n{}\n", f"# Nothing.\n{LINES}", id="empty braces"),
        pytest.param("{ }  # none\n", f"{LINES[:-1]}  # none\n", id="empty braces and a comment"),
        pytest.param(OTHER, OTHER + LINES, id="an entry"),
        pytest.param(OTHER[:-1], OTHER + LINES, id="no end of line"),
        pytest.param(f"{OTHER}# the end\n\n", f"{OTHER}# the end\n\n{LINES}", id="a comment at the end"),
        pytest.param(OTHER.replace("\n", "\r\n"), (OTHER + LINES).replace("\n", "\r\n"), id="lines of Windows"),
        pytest.param(f"\ufeff{OTHER}", f"\ufeff{OTHER}{LINES}", id="a byte order mark"),
        pytest.param(f"---\n{OTHER}", f"---\n{OTHER}{LINES}", id="a document's beginning"),
        pytest.param("a: 1\na: 2\n", f"a: 1\na: 2\n{LINES}", id="faults that do not stop a reader"),
    ],
)
def test_an_entry_is_added_at_the_end_of(text: str, expected: str) -> None:
    assert with_entry(text, "boats", ENTRY) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{lights: {kind: dataset}}\n", id="a mapping in braces"),
        pytest.param(f"{OTHER}...\n", id="a document's end"),
        pytest.param("lights: [\n", id="wrong syntax"),
        pytest.param("- lights\n", id="a list"),
        pytest.param("null\n", id="nothing, in words"),
        pytest.param("  {}\n", id="braces that are indented"),
        pytest.param(f"  {OTHER[:-1]}", id="entries that are indented"),
        pytest.param("boats: {}\n", id="the same name"),
    ],
)
def test_no_entry_is_added_where_lines_at_the_end_would_mean_something_else(text: str) -> None:
    assert with_entry(text, "boats", ENTRY) is None


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), min_size=1).map(str.split).filter(bool)
)
def test_whatever_the_reason_says_it_is_read_back(words: list[str]) -> None:
    text = entry_text("boats", {**ENTRY, "reason": " ".join(words)})
    document, _ = parse(text, "")
    assert document is None or document.data["boats"].keys() == ENTRY.keys()
    assert (with_entry(OTHER, "boats", {**ENTRY, "reason": " ".join(words)}) or text).endswith(text)


@pytest.mark.parametrize(
    "value", ["a: b", "it's", "'quoted'", "# no", "no", "012", "- x", "{x", "x #y", "*a", "!t", "~", ""]
)
def test_a_value_that_yaml_would_misread_is_quoted(value: str) -> None:
    document, faults = parse(entry_text("boats", {"reason": value}), "")
    assert document
    assert (document.data, faults) == ({"boats": {"reason": value}}, [])
