"""Plans in every form: what would change, down to the word and the row."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from publisher.plan import Item, Plan, Reason, make_plan
from publisher.report import plans
from publisher.report.words import Words
from publisher.tables import RowChange, RowChanges, compare
from tests.report.conftest import NASTY

LONG = (
    "Every light of the invented islands, with its height, its range and its character, as the keepers wrote it down."
)
BEFORE = {
    "title": "Lights",
    "notes": LONG,
    "short_notes": "a" * 60,
    "version": "1.0.0",
    "extras": {"frequency": "R/P1Y", "gone": "x", "nasty": "plain"},
    "resources": [{"id": "1", "name": "lights", "size": 10}, {"id": "2", "name": "keepers"}],
    "tags": ["a"],
    "unlike": [{"id": "1"}],
}
AFTER = {
    **BEFORE,
    "title": "All lights",
    "notes": LONG.replace("Every light", "All lights").replace(" and its character", "") + " Since 1801.",
    "short_notes": "b" * 61,
    "extras": {"frequency": "R/P1M", "come": "y", "nasty": NASTY},
    "resources": [{"id": "2", "name": "keepers of lights"}, {"id": "1", "name": "lights", "size": 11}, {"id": "3"}],
    "tags": ["a", "b"],
    "unlike": [{"name": "x"}],
}
PLAN = make_plan(
    "ckan",
    "example",
    {
        "database/same": Item({"title": "Same"}, "same"),
        "dataset/lights": Item(BEFORE, "lights"),
        "dataset/digest": Item("old", "digest"),
        "dataset/gone": Item({"title": "Gone"}, "gone"),
    },
    {
        "organization/new": Item({"name": "new"}),
        "database/same": Item({"title": "Same"}, "same"),
        "dataset/lights": Item(AFTER, "lights"),
        "dataset/digest": Item("new", "digest"),
    },
)
OLD_TABLE = b"code,name,old\n001,Cape,x\n002,Hush,x\n003,Gone,x\n"
NEW_TABLE = b"code,name,new\n001,Cape Nowhere,y\n002,Hush,y\n004,New,y\n"
ROWS = {
    "dataset/lights#lights": compare(OLD_TABLE, NEW_TABLE, ["code"]),
    "dataset/lights#keepers": RowChanges(1, 0, 0, (), (), (RowChange(("a", 'b\n```\n"c"'), None, {"x": "1"}),)),
    "dataset/lights2#other": RowChanges(9, 9, 9, (), (), ()),
}


@pytest.mark.parametrize(
    ("form", "suffix"), [("text", "txt"), ("markdown", "md"), ("json", "json")], ids=["text", "markdown", "json"]
)
def test_a_plan_reads(form: str, suffix: str, words: Words, golden: Callable[[str, str], None]) -> None:
    golden(f"report/plan.{words.language}.{suffix}", plans.FORMATS[form](PLAN, ROWS, words))


def _public(*changes: Any) -> Plan:
    desired = {f"dataset/{n}": Item(n, str(n)) for n in changes}
    return make_plan("ckan", "example", {}, desired, public_view=True)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_plan_of_the_public_view_says_so_and_has_no_digest(
    form: str, words: Words, golden: Callable[[str, str], None]
) -> None:
    golden(f"report/plan.public.{words.language}.{form}.txt", plans.FORMATS[form](_public(1), {}, words))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "ckan: no changes (1 unchanged)\n"),
        ("markdown", "### ckan: no changes (1 unchanged)\n"),
    ],
    ids=["text", "markdown"],
)
def test_a_plan_without_changes_is_one_sentence(form: str, expected: str, english: Words) -> None:
    same = {"dataset/a": Item(1, "a")}
    assert plans.FORMATS[form](make_plan("ckan", "us", same, same), {}, english) == expected


def test_a_public_view_without_changes_still_says_that_it_is_one(english: Words) -> None:
    assert "public view" in plans.as_text(_public(), {}, english)


@pytest.mark.parametrize(
    ("count", "limit", "shown", "left"),
    [
        pytest.param(30, plans.SHOWN, 30, None, id="as many as are shown"),
        pytest.param(31, plans.SHOWN, 30, 1, id="one more"),
        pytest.param(31, None, 31, None, id="no limit"),
    ],
)
def test_a_long_plan_is_cut_and_says_by_how_much(
    count: int, limit: int | None, shown: int, left: int | None, english: Words
) -> None:
    lines = plans.as_text(_public(*range(count)), {}, english, limit).splitlines()
    assert sum(line.startswith("  + ") for line in lines) == shown
    assert [line.strip() for line in lines if "--all" in line] == (
        [f"… and {left} more (--all shows them)"] if left else []
    )


def test_json_is_never_cut(english: Words) -> None:
    told = json.loads(plans.as_json(_public(*range(31)), {}, english, 1))
    assert len(told["changes"]) == 31


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("a" * 60, "b", f"'{'a' * 60}' → 'b'", id="60 letters are shown whole"),
        pytest.param(["a" * 57], None, f"'{json.dumps(['a' * 57])[:59]}…' → none", id="61 letters of a list are cut"),
        pytest.param(["a" * 56], None, f"'{json.dumps(['a' * 56])}' → none", id="60 letters of a list are whole"),
        pytest.param(None, 0, "none → '0'", id="from nothing to nought"),
        pytest.param(True, "true", "'true' → 'true'", id="a truth and a word"),
    ],
)
def test_two_values_are_shown(old: Any, new: Any, expected: str, english: Words) -> None:
    assert _told({"x": old}, {"x": new}, english) == [f"x: {expected}"]


def _told(before: Any, after: Any, words: Words) -> list[str]:
    plan = make_plan("ckan", "us", {"k": Item(before)}, {"k": Item(after)})
    return [line.strip() for line in plans.as_text(plan, {}, words).splitlines()[1:-1]]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("w " * 30 + "end", "w " * 30 + "END", "w w [-end-] {+END+}", id="one word for another"),
        pytest.param("w " * 31, "w " * 31 + "more", "w w {+more+}", id="a word more"),
        pytest.param("w " * 31 + "less", "w " * 31, "w w [-less-]", id="a word less"),
        pytest.param("first " + "w " * 31, "w " * 31, "[-first-]", id="at the beginning"),
        pytest.param(
            "a " + "w " * 31 + "b", "A " + "w " * 31 + "B", "[-a-] {+A+} … w w [-b-] {+B+}", id="at both ends"
        ),
    ],
)
def test_of_two_long_texts_only_the_words_that_changed(old: str, new: str, expected: str, english: Words) -> None:
    assert _told({"x": old}, {"x": new}, english) == [f"x: {expected}"]


def test_a_change_of_spaces_alone_in_a_long_text_is_not_shown_as_nothing(english: Words) -> None:
    (line,) = _told({"x": "word " * 20}, {"x": "word  " * 20}, english)
    assert line != "x:"


def test_items_with_an_id_are_compared_by_it_and_not_by_their_place(english: Words) -> None:
    before = {"files": [{"id": "1", "n": 1}, {"id": "2", "n": 2}]}
    after = {"files": [{"id": "0"}, {"id": "1", "n": 3}, {"id": "2", "n": 2}]}
    assert _told(before, after, english) == ['files.0: none → \'{"id": "0"}\'', "files.1.n: '1' → '3'"]


def test_a_new_order_of_items_with_an_id_is_shown(english: Words) -> None:
    before = {"files": [{"id": "1"}, {"id": "2"}]}
    assert _told(before, {"files": before["files"][::-1]}, english) != []


def test_a_list_that_comes_is_shown_by_its_items(english: Words) -> None:
    assert _told({"files": []}, {"files": [{"id": "1", "n": 1}]}, english) == [
        'files.1: none → \'{"id": "1", "n": 1}\''
    ]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_value_can_neither_break_a_line_nor_steer_the_terminal(form: str, english: Words) -> None:
    plan = make_plan("ckan", "us", {"k": Item({"x": "a"})}, {"k": Item({"x": "b\n## c\x1b[2J"})})
    told = plans.FORMATS[form](plan, {}, english)
    assert "\x1b" not in told
    assert "\n## " not in told


def test_a_fence_in_a_value_does_not_end_the_block(english: Words) -> None:
    plan = make_plan("ckan", "us", {"k": Item({"x": "a"})}, {"k": Item({"x": "```"})})
    assert plans.as_markdown(plan, {}, english).count("```") == 2


def test_markdown_marks_each_line_as_a_diff_does(english: Words) -> None:
    told = plans.as_markdown(PLAN, ROWS, english)
    marks = {line[:1] for line in told.splitlines() if line.endswith(("organization/new", "dataset/gone"))}
    assert marks == {"+", "-"}


def test_the_reasons_against_a_plan_read(words: Words, golden: Callable[[str, str], None]) -> None:
    found = [
        Reason("vanished", {"name": "lights"}),
        Reason("mass-withdrawal", {"count": "4", "total": "10"}),
        Reason("plan-differs", {"expected": "abc", "found": "d" * 64}),
        Reason("name-held-by-others", {"key": NASTY}),
    ]
    golden(f"report/reasons.{words.language}.txt", plans.reasons("ckan", found, words))
