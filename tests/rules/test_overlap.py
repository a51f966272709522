"""Overlap: told from its limits on, with what is recorded; the pairs that reviewers would merge are there."""

from pathlib import Path

import pytest

from publisher.load import load
from publisher.rules.overlap import MIN_FIELDS, TITLES, Ground, Overlap, overlaps
from tests.conftest import REPOSITORY
from tests.faults.catalogues import DESCRIPTOR
from tests.rules.catalogues import catalogue_of, dataset

TOO = "datasets/invented-too/datapackage.yaml"


def _table(title: str, fields: list[str]) -> str:
    listed = "".join(f"        - {{name: {name}, type: string, title: X}}\n" for name in fields)
    return dataset(title).partition("      fields:\n")[0] + "      fields:\n" + listed


def _found(root: Path, one: list[str], other: list[str]) -> list[Overlap]:
    files = {DESCRIPTOR: _table("Herring", one), TOO: _table("Windmills", other)}
    return [each for each in overlaps(catalogue_of(root, files)) if each.ground is Ground.COLUMNS]


FOUR = ["herd", "keeper", "pasture", "acre"]


def test_tables_with_the_same_columns_are_told(root: Path) -> None:
    (found,) = _found(root, FOUR, FOUR[::-1])
    assert (found.one, found.other) == ("invented-too/table", "invented/table")
    assert (found.jaccard, found.containment) == (1, 1)
    assert found.shared == tuple(sorted(FOUR))


def test_fewer_shared_columns_than_the_limit_say_nothing(root: Path) -> None:
    assert len(_found(root, FOUR[:MIN_FIELDS], FOUR[:MIN_FIELDS])) == 1
    assert _found(root, FOUR[: MIN_FIELDS - 1], FOUR[: MIN_FIELDS - 1]) == []


def test_columns_that_every_table_has_do_not_count(root: Path) -> None:
    assert _found(root, ["stt", "ma", "ten", "ghi_chu", "year"], ["stt", "ma", "ten", "ghi_chu", "year"]) == []


def test_a_table_that_is_part_of_a_larger_one_is_told(root: Path) -> None:
    (found,) = _found(root, FOUR, [*FOUR, "mill", "miller", "sail", "flour"])
    assert found.jaccard < 0.7
    assert found.containment == 1


def test_half_of_the_columns_is_not_enough(root: Path) -> None:
    assert _found(root, [*FOUR, "mill", "miller", "sail"], [*FOUR, "boat", "net", "crew"]) == []


def test_what_is_recorded_is_told_with_the_pair_and_comes_last(root: Path) -> None:
    files = {DESCRIPTOR: _table("Herring", FOUR), TOO: _table("Windmills", FOUR)}
    relation = "relations: [{type: part_of, target: invented}]\nversion:"
    files[TOO] = files[TOO].replace("version:", relation, 1)
    found = overlaps(catalogue_of(root, files))
    assert [(each.ground, each.relations) for each in found if "invented" in each.one] == [("columns", ("part_of",))]
    assert [bool(each.relations) for each in found] == sorted(bool(each.relations) for each in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dich-vu-cong-truc-tuyen", "giai-quyet-thu-tuc-hanh-chinh"),
        ("thong-ke-53-dan-toc-thieu-so", "kho-du-lieu-thong-ke-cong-tac-dan-toc"),
        ("kho-du-lieu-thong-ke-cong-tac-dan-toc", "chi-tieu-thong-ke-cong-tac-dan-toc"),
        ("bao-cao-giam-sat-chuong-trinh-1719", "ket-qua-chuong-trinh-chinh-sach"),
        ("cong-thong-tin-dien-tu", "trang-thong-tin-chuong-trinh-135"),
        ("dao-tao-tap-huan-truc-tuyen", "dao-tao-cua-hoc-vien-dan-toc"),
        ("chinh-sach-dan-toc", "van-ban-quy-pham-phap-luat-ve-dan-toc"),
        ("thong-ke-53-dan-toc-thieu-so", "ban-do-dan-toc-thieu-so"),
        ("co-so-du-lieu-quoc-gia-dan-toc-thieu-so", "thong-ke-53-dan-toc-thieu-so"),
        ("co-so-du-lieu-quoc-gia-dan-toc-thieu-so", "chinh-sach-dan-toc"),
        ("co-so-du-lieu-quoc-gia-dan-toc-thieu-so", "ban-do-dan-toc-thieu-so"),
        ("co-so-du-lieu-quoc-gia-dan-toc-thieu-so", "da-phuong-tien-dan-toc-thieu-so"),
    ],
)
def test_the_pairs_that_the_tenants_reviewers_would_merge_are_in_the_report(one: str, other: str) -> None:
    catalogue, _ = load(REPOSITORY)
    assert catalogue
    found = {frozenset({each.one, each.other}): each for each in overlaps(catalogue)}
    assert found[frozenset({one, other})].relations


def test_titles_with_the_same_phrases_are_found_by_themselves() -> None:
    catalogue, _ = load(REPOSITORY)
    assert catalogue
    found = {(each.one, each.other): each for each in overlaps(catalogue) if each.ground is Ground.TITLES}
    pair = found["chi-tieu-thong-ke-cong-tac-dan-toc", "kho-du-lieu-thong-ke-cong-tac-dan-toc"]
    assert "thong ke" in pair.shared
    assert all(each.jaccard >= TITLES for each in found.values())
