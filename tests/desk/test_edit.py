"""A change of a descriptor changes the lines that say so, and leaves all others as they are written."""

import random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from publisher import source
from publisher.desk import yaml_text
from publisher.desk.edit import edited
from publisher.problem import PublisherError
from tests.conftest import REPOSITORY
from tests.desk.changes import lines

FOLDERS = ("catalogue", "datasets", "schemas", "tests/example", "tests/rules", "tests/faults")
WORDS = ["yes", "NO", "012", "12:30", "1_000", "2026-01-01", "1.0.0", "null", "~", "", "- a", "a: b", "a #b", "R/P1Y"]
WORDS += ["63 tỉnh", "2001-12-15 2:59:43.10 Z", "=", "<<", "0x1F", ".5", "1e5", "https://x.example/y?a=b#c", "a\n\nb\n"]
SIGNS = " \n\t:#-'\"[]{},a1éĐ|>%@&*!?~y.no0\r\x85😀"


def _may_be_written(text: str) -> bool:
    document, problems = source.parse(f"a: {yaml_text.flow(text)}\n", "x")
    return bool(document) and not problems


TEXT = st.one_of(st.text(max_size=20), st.text(SIGNS, max_size=20), st.sampled_from(WORDS)).filter(_may_be_written)
SINGLE = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**17), 10**17), st.floats(allow_nan=False, allow_infinity=False), TEXT
)
VALUE = st.recursive(
    SINGLE, lambda deep: st.one_of(st.lists(deep, max_size=3), st.dictionaries(TEXT, deep, max_size=3)), max_leaves=9
)


def _descriptors() -> list[tuple[str, dict[str, Any]]]:
    """Every descriptor of the repository that can be read, as text and as data."""
    found = []
    for path in sorted(path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*.yaml")):
        document, problems = source.read(path, path.name)
        if document and not problems and isinstance(document.data, dict):
            found.append((path.read_bytes().decode("utf-8"), document.data))
    return found


DESCRIPTORS = _descriptors()
WRITTEN = """\
# a head
title: 'It''s'  # of the first line
description: |-
  One.

  Two.   

# before the list
items:
  - name: "one"
    tags: [a, b]   # both

  # before the second
  - name: two
    note: >
      folded
      text
empty:
last: plain
  and long
"""
ITEMS: list[dict[str, Any]] = [
    {"name": "one", "tags": ["a", "b"]},
    {"name": "two", "note": "folded text\n"},
]
DATA: dict[str, Any] = {
    "title": "It's",
    "description": "One.\n\nTwo.   ",
    "items": ITEMS,
    "empty": None,
    "last": "plain and long",
}


def test_every_descriptor_stays_as_it_is_to_the_byte_if_nothing_changes() -> None:
    assert len(DESCRIPTORS) > 250
    assert [text for text, data in DESCRIPTORS if edited(text, data, "x") != text] == []


def _with(**changes: Any) -> dict[str, Any]:
    return {**DATA, **changes}


def _item(index: int, **changes: Any) -> dict[str, Any]:
    items = [dict(item) for item in ITEMS]
    items[index] = {key: value for key, value in (items[index] | changes).items() if value is not None}
    return _with(items=items)


CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "quotes stay, and the comment behind them": (_with(title="They're"), [
        "-title: 'It''s'  # of the first line",
        "+title: 'They''re'  # of the first line",
    ]),
    "double quotes stay": (_item(0, name='a "b"'), ['-  - name: "one"', '+  - name: "a \\"b\\""']),
    "a paragraph of a long text": (_with(description="One.\n\nThree."), ["-  Two.   ", "+  Three."]),
    "a long text becomes a short one": (_with(description="One."), ["-", "-  Two.   "]),
    "a short text becomes a long one": (_with(title="a\nb"), [
        "-title: 'It''s'  # of the first line",
        "+title: |-  # of the first line",
        "+  a",
        "+  b",
    ]),
    "a value where none was": (_with(empty="full"), ["-empty:", "+empty: full"]),
    "a folded text": (_item(1, note="other\n"), [
        "-    note: >",
        "-      folded",
        "-      text",
        "+    note: |",
        "+      other",
    ]),
    "a text of two plain lines": (_with(last="short"), ["-last: plain", "-  and long", "+last: short"]),
    "an item within brackets": (_item(0, tags=["a", "c", "b"]), [
        "-    tags: [a, b]   # both",
        "+    tags: [a, c, b]   # both",
    ]),
    "all but one item within brackets": (_item(0, tags=["b"]), [
        "-    tags: [a, b]   # both",
        "+    tags: [b]   # both",
    ]),
    "a property of an item, beside its dash": (_item(1, name=None), [
        "-  - name: two",
        "-    note: >",
        "+  - note: >",
    ]),
    "the first item of a block": (_with(items=ITEMS[1:]), ['-  - name: "one"', "-    tags: [a, b]   # both"]),
    "the last item of a block": (_with(items=ITEMS[:1]), [
        "-  - name: two",
        "-    note: >",
        "-      folded",
        "-      text",
    ]),
    "one more item": (_with(items=[*ITEMS, {"name": "three"}]), ["+  - name: three"]),
    "a property at the end": (_with(more=["x: y"]), ["+more: ['x: y']"]),
    "a property that goes": ({key: value for key, value in DATA.items() if key != "empty"}, ["-empty:"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_change_changes_these_lines(case: str) -> None:
    data, expected = CASES[case]
    assert lines(WRITTEN, edited(WRITTEN, data, "x")) == expected


def test_a_property_is_added_where_it_is_asked_for() -> None:
    data = {"title": "It's", "title_vi": "Của nó", **{key: DATA[key] for key in list(DATA)[1:]}}
    assert edited(WRITTEN, data, "x").splitlines()[1:3] == ["title: 'It''s'  # of the first line", "title_vi: Của nó"]


def test_lines_that_end_as_on_windows_still_do() -> None:
    text = WRITTEN.replace("\n", "\r\n")
    document, _ = source.parse(text, "x")
    assert document
    new = edited(text, {**document.data, "more": "a\nb", "title": "c\nd"}, "x")
    assert new.count("\n") == new.count("\r\n") == text.count("\n") + 5


def _changed(chance: random.Random, value: Any, draw: Any) -> Any:
    """A value of which a part is another, is gone, or is new."""
    if isinstance(value, dict) and value:
        value, key = dict(value), chance.choice(list(value))
        deed = chance.choice(("change", "drop", "add"))
        if deed == "change":
            value[key] = _changed(chance, value[key], draw)
        elif deed == "drop" and len(value) > 1:
            value.pop(key)
        else:
            items = list(value.items())
            items.insert(chance.randint(0, len(items)), (chance.choice(["new", "khóa mới", "x: y"]), draw()))
            value = dict(items)
        return value
    if isinstance(value, list) and value:
        value, index = list(value), chance.randrange(len(value))
        deed = chance.choice(("change", "drop", "add"))
        if deed == "change":
            value[index] = _changed(chance, value[index], draw)
        elif deed == "drop" and len(value) > 1:
            value.pop(index)
        else:
            value.insert(index, draw())
        return value
    return draw()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), st.randoms(use_true_random=False))
def test_any_change_of_any_descriptor_says_what_it_should(data: st.DataObject, chance: random.Random) -> None:
    text, old = chance.choice(DESCRIPTORS)
    new = _changed(chance, _changed(chance, old, lambda: data.draw(VALUE)), lambda: data.draw(VALUE))
    assume(isinstance(new, dict))
    document, problems = source.parse(edited(text, new, "x"), "x")
    assert document
    assert (document.data, problems) == (new, [])


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(TEXT, VALUE, min_size=1, max_size=4))
@example({"a": [[], {}, [[1]], [{"b": []}]]})
def test_what_is_written_is_read_as_it_was(data: dict[str, Any]) -> None:
    document, problems = source.parse(yaml_text.document(data), "x")
    assert document
    assert (document.data, problems) == (data, [])


@given(TEXT)
@example("12:30")
@example("no")
def test_other_programs_read_a_text_as_a_text(text: str) -> None:
    assert yaml.safe_load(yaml_text.document({"a": text})) == {"a": text}


def test_the_catalogues_are_written_in_their_own_manner() -> None:
    """What an import writes looks like what a person wrote: few lines of the catalogues differ."""
    differing, whole = 0, 0
    for path in sorted((REPOSITORY / "catalogue").rglob("*.yaml")):
        document, _ = source.read(path, path.name)
        assert document
        text = path.read_text("utf-8")
        differing += sum(line[0] == "-" for line in lines(text, yaml_text.document(document.data)))
        whole += text.count("\n")
    assert differing < whole / 4


def test_an_empty_descriptor_can_be_filled() -> None:
    assert edited("# none\n{}\n", {"a": 1}, "x") == "# none\na: 1\n"


def test_what_cannot_be_said_is_refused_rather_than_written() -> None:
    with pytest.raises(PublisherError, match="not-edited"):
        edited("a: 1\n", {"a": "hidden \u200b"}, "x")
