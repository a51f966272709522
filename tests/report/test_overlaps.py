"""What overlaps, in words and for machines."""

import json

import pytest

from publisher.report import overlaps
from publisher.report.words import Words
from publisher.rules.overlap import Ground, Overlap

FOUND = (
    Overlap("a/t", "b/t", Ground.COLUMNS, 0.75, 1.0, ("herd", "keeper")),
    Overlap("a", "c", Ground.TITLES, 0.2, 0.5, ("thong ke",), ("overlaps",)),
    Overlap("c", "d", Ground.RECORDED, relations=("not_duplicate_of", "part_of")),
)


def test_each_pair_is_told_with_what_it_shares_and_what_is_recorded(english: Words) -> None:
    assert overlaps.as_text(FOUND, english) == (
        "a/t ~ b/t\n    shared columns: herd, keeper (Jaccard 0.75, containment 1.00)\n"
        "a ~ c\n    shared phrases of the titles: thong ke (Jaccard 0.20, containment 0.50); recorded: overlaps\n"
        "c ~ d\n    neither columns nor titles show it; recorded: not_duplicate_of, part_of\n"
        "3 pairs; about 1 nothing is recorded.\n"
    )


def test_nothing_is_told_in_one_line(words: Words) -> None:
    assert overlaps.as_text((), words).count("\n") == 1
    assert json.loads(overlaps.as_json((), words)) == {"version": 1, "overlaps": []}


@pytest.mark.parametrize("form", overlaps.FORMATS)
def test_every_pair_is_in_every_form(form: str, words: Words) -> None:
    told = overlaps.FORMATS[form](FOUND, words)
    assert all(each.one in told and each.other in told for each in FOUND)
