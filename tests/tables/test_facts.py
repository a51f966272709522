"""Facts about columns: personal data is found by header and looks, nothing else is; small counts are exact."""

import itertools
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.load import load
from publisher.model import Kind, Resource
from publisher.tables.facts import MAX_SMALL, MIN_CELLS, SAMPLE, Facts, facts
from publisher.tables.personal import KINDS, PROVINCES, TAX_WEIGHTS
from tests.conftest import HERE, REPOSITORY

SEED = 20260220
STRING = {"name": "x", "type": "string", "title": "X"}
COUNT = {"name": "x", "type": "integer", "title": "X", "counts": "people"}


def _resource(field: dict[str, Any], missing: Sequence[Any] = ("",)) -> Resource:
    schema = {"fields": [field], "missingValues": list(missing)}
    return Resource("t", {}, "t.csv", "csv", {"schema": schema}, Path("t.csv"), ())


def _facts(field: dict[str, Any], cells: Sequence[str | None], missing: Sequence[Any] = ("",), batch: int = 7) -> Facts:
    gathered = Facts(_resource(field, missing))
    for start in range(0, len(cells), batch):
        gathered.add([pa.array(cells[start : start + batch], pa.string())])
    return gathered


def _kinds(field: dict[str, Any], cells: Sequence[str | None], missing: Sequence[Any] = ("",)) -> list[str]:
    return [suspicion.kind for suspicion in _facts(field, cells, missing).found()[0]]


def _headed(title: str, kind: str = "string") -> dict[str, Any]:
    return {"name": "x", "type": kind, "title": title}


def _tax_code(nine: str) -> str:
    check = 10 - sum(int(digit) * weight for digit, weight in zip(nine, TAX_WEIGHTS, strict=True)) % 11
    return f"{nine}{check}" if check < 10 else _tax_code(f"{int(nine) + 1:09}")


ALONE = {
    "citizen-number": ["001099000001", "079199000002", "096200000003", "030085000004", "092300000005"],
    "phone": ["0912345678", "035 1234567", "+84 70 1234567", "84.88.1234567", "058-1234567"],
    "e-mail": ["a@example.org", "b.c@d.example.vn", "d+e@x.vn", "f_g@a-b.example", "h@x.example.org"],
    "tax-code": [_tax_code(f"01001{n:04}") for n in range(5)],
    "name": ["Nguyễn Văn An", "TRẦN THỊ BÌNH", "Lò Văn Chung", "Sùng A Páo", "Hoàng Thị Y Vân"],
    "address": ["12 đường Láng", "Số 7 phố Huế, Hà Nội", "3B ngõ 4, xóm Hạ", "15/2A, đường số 8", "9 thôn Đông"],
}
TOLD = {
    "citizen-number": ("Số CCCD", "123456789012"),
    "identity-card": ("Số CMND", "123456789"),
    "phone": ("Điện thoại liên hệ", "024 3733 1234"),
    "e-mail": ("Thư điện tử", "a@example.org"),
    "tax-code": ("Mã số thuế", _tax_code("010010910")),
    "bank-account": ("Số tài khoản", "0011 0012 3456"),
    "name": ("Họ và tên", "Nguyễn An"),
    "address": ("Địa chỉ", "thôn Hạ, xã Đông"),
}


def test_every_kind_is_tried_and_has_words() -> None:
    document, _ = load(REPOSITORY)
    assert document
    names = {kind.name for kind in KINDS}
    assert names == set(TOLD) == set(document.schemas.vocabularies["personal-kinds"])
    assert {kind.name for kind in KINDS if kind.alone} == set(ALONE)
    assert len(set(PROVINCES)) == 63


@pytest.mark.parametrize("kind", ALONE)
def test_a_column_of_a_kind_is_known_by_its_looks(kind: str) -> None:
    assert _kinds(STRING, ALONE[kind]) == [kind]
    assert _kinds({**STRING, "type": "any"}, ALONE[kind]) == [kind]


@pytest.mark.parametrize("kind", ALONE)
def test_fewer_cells_than_the_limit_say_nothing_without_a_header(kind: str) -> None:
    assert _kinds(STRING, ALONE[kind][: MIN_CELLS - 1]) == []


@pytest.mark.parametrize("kind", ALONE)
def test_a_smaller_share_than_the_limit_says_nothing_without_a_header(kind: str) -> None:
    share = next(each.share for each in KINDS if each.name == kind)
    others = round(len(ALONE[kind]) / share) - len(ALONE[kind])
    assert _kinds(STRING, [*ALONE[kind], *["-"] * others]) == [kind]
    assert _kinds(STRING, [*ALONE[kind], *["-"] * (others + 1)]) == []


@pytest.mark.parametrize("kind", TOLD)
def test_with_a_telling_header_one_cell_will_do(kind: str) -> None:
    title, cell = TOLD[kind]
    assert _kinds(_headed(title), [cell, *["-"] * 99]) == [kind]
    assert _kinds({**STRING, "name": "_".join(title.lower().split())}, [cell]) == [kind]
    assert _kinds(_headed(title), ["-"] * 100) == []


@pytest.mark.parametrize(
    ("title", "cell"), [("Phone", "912345678"), ("CCCD", "001099000001"), ("Số CMND", "123456789")]
)
def test_numbers_under_a_telling_header_are_found_in_a_column_of_integers(title: str, cell: str) -> None:
    assert len(_kinds(_headed(title, "integer"), [cell])) == 1
    assert _kinds({**_headed(title, "integer"), "unit": "thuê bao"}, [cell]) == []
    assert _kinds(_headed(title, "number"), [cell]) == []


@pytest.mark.parametrize(
    "told", ["gọi cho 0912345678 khi cần", "viết cho a@example.org", "là số 001099000001 trong sổ"]
)
def test_within_long_texts_one_cell_is_enough(told: str) -> None:
    texts = ["một câu dài không nói gì về bất cứ ai cả"] * 20
    assert len(_kinds(STRING, [*texts, f"một câu dài hơn, {told}"])) == 1
    assert _kinds(STRING, texts) == []


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([f"{n:02}" for n in range(1, 97)], id="codes of provinces or groups"),
        pytest.param([f"{n:05}" for n in range(1, 200)], id="codes of communes"),
        pytest.param([str(year) for year in range(1900, 2100)], id="years"),
        pytest.param([f"2019-{m:02}-01" for m in range(1, 13)], id="days"),
        pytest.param(["85.32", "14,7", "-3", "1.012223"] * 5, id="numbers"),
        pytest.param(["Hà Nội", "Hà Giang", "Cao Bằng", "Lâm Đồng", "Hải Dương", "Phú Thọ", "Sơn La"], id="provinces"),
        pytest.param(["Kinh", "Tày", "Hà Nhì", "La Hủ", "Lô Lô", "Cơ Ho", "Hoa", "Mường"], id="groups"),
        pytest.param(["NĐ 47/2020/NĐ-CP", "861/QĐ-TTg", "60/QĐ-BDTTG"] * 5, id="documents"),
        pytest.param(["https://example.org/a", "http://x.vn/?y=1"] * 5, id="addresses of pages"),
    ],
)
@pytest.mark.parametrize("title", ["X", "Mã", "Tên", "Địa chỉ trang", "Điện thoại cố định có không"])
def test_what_is_no_personal_data_is_not_taken_for_it(cells: list[str], title: str) -> None:
    assert _kinds(_headed(title), cells) == []


@pytest.mark.parametrize("digits", range(8, 14))
def test_random_numbers_are_not_taken_for_personal_data(digits: int) -> None:
    dice = random.Random(SEED + digits)
    for _ in range(20):
        cells = [f"{dice.randrange(10**digits):0{digits}}" for _ in range(500)]
        assert _kinds(STRING, cells) == []


def test_the_tenant_and_the_example_hold_no_personal_data() -> None:
    for root in (REPOSITORY, HERE / "example"):
        catalogue, _ = load(root)
        assert catalogue
        for dataset in catalogue.of(Kind.DATASET):
            assert [found for resource in dataset.resources for found in facts(resource).found()[0]] == []


def test_only_the_first_rows_are_looked_at_for_personal_data() -> None:
    field = _headed("Phone")
    assert _kinds(field, [*["-"] * (SAMPLE - 1), "0912345678"]) == ["phone"]
    assert _kinds(field, [*["-"] * SAMPLE, "0912345678"]) == []


def test_missing_values_are_no_cells() -> None:
    cells = [*ALONE["phone"], *["n/a"] * 100, *[""] * 100, *[None] * 100]
    assert _kinds(STRING, cells, ["", "n/a"]) == ["phone"]
    assert _kinds(STRING, cells, [{"value": "n/a", "label": "Not told"}]) == ["phone"]
    assert _kinds({**STRING, "missingValues": ["n/a"]}, cells) == ["phone"]
    assert _kinds(STRING, cells) == []
    assert _kinds(STRING, ["", None]) == []


def test_the_share_is_that_of_the_cells_and_no_cell_is_kept() -> None:
    gathered = _facts(_headed("Phone"), ["0912345678", "-", "-", "-", ""])
    ((suspicion,), _) = gathered.found()
    assert (suspicion.column, suspicion.kind, suspicion.share) == ("x", "phone", 0.25)
    assert "0912345678" not in repr(
        vars(gathered.columns[0]) | {"looks": [vars(look) for look in gathered.columns[0].looks]}
    )


def test_small_counts_are_counted_however_they_are_written() -> None:
    cells = ["0", "1", "01", "+1", "2", "-2", "4", "004", "5", "19", "20", "", None, "x", "1e0"]
    ((),) = [_facts(COUNT, cells).found()[0]]
    (counts,) = _facts(COUNT, cells).found()[1]
    assert counts.cells[:5] == (3, 1, 0, 2, 1)
    assert counts.cells[MAX_SMALL - 2] == 1
    assert sum(counts.cells) == 8
    assert [counts.below(threshold) for threshold in (0, 1, 2, 3, 5, 6, 20)] == [0, 0, 3, 4, 6, 7, 8]


def test_counts_with_a_decimal_point_are_counts() -> None:
    field = {**COUNT, "type": "number"}
    (counts,) = _facts(field, ["3.0", "3", "3.5", "03.00"]).found()[1]
    assert counts.below(5) == 3


@pytest.mark.parametrize("field", [STRING, {**STRING, "type": "integer"}, {**STRING, "unit": "người"}])
def test_what_counts_nothing_is_not_counted(field: dict[str, Any]) -> None:
    assert _facts(field, ["1", "2"]).found()[1] == ()


@given(st.lists(st.integers(-3, 40), max_size=60), st.integers(1, 9), st.integers(2, MAX_SMALL))
def test_the_count_is_that_of_a_plain_loop_whatever_the_batches(cells: list[int], batch: int, threshold: int) -> None:
    found = _facts({**COUNT, "unit": "x"}, [str(cell) for cell in cells], batch=batch).found()[1]
    assert sum(counts.below(threshold) for counts in found) == sum(1 <= cell < threshold for cell in cells)


@given(st.permutations([*ALONE["phone"], *ALONE["e-mail"], *["-"] * 10]), st.integers(1, 9))
def test_what_is_found_does_not_depend_on_batches(cells: list[str], batch: int) -> None:
    assert _facts(STRING, cells, batch=batch).found() == _facts(STRING, cells, batch=len(cells)).found()


def test_rows_of_another_width_than_the_table_schema_break_nothing(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1\n1,2,3\n,\n", encoding="utf-8")
    fields = [{**COUNT, "name": name} for name in ("a", "b")]
    resource = Resource("t", {}, "t.csv", "csv", {"schema": {"fields": fields}}, tmp_path / "t.csv", ())
    assert [counts.cells[:2] for counts in facts(resource).found()[1]] == [(2, 0), (0, 1)]


def test_a_table_without_rows_has_no_facts(tmp_path: Path) -> None:
    for text in ("", "x\n"):
        (tmp_path / "t.csv").write_text(text, encoding="utf-8")
        resource = Resource("t", {}, "t.csv", "csv", {"schema": {"fields": [COUNT]}}, tmp_path / "t.csv", ())
        assert facts(resource).found() == ((), ())


def test_the_check_digit_tells_tax_codes_from_other_numbers_of_ten_digits() -> None:
    valid = [_tax_code(f"{n:09}") for n in itertools.islice(itertools.count(10_000_000, 7_919), 50)]
    wrong = [f"{code[:9]}{(int(code[9]) + 1) % 10}" for code in valid]
    field = _headed("MST")
    assert _kinds(field, valid) == ["tax-code"]
    assert _kinds(field, [f"{code}-001" for code in valid]) == ["tax-code"]
    assert _kinds(field, wrong) == []


def _strings(pattern: str) -> st.SearchStrategy[str]:
    """Texts that a pattern finds, as Python's engine writes patterns."""
    return st.from_regex(pattern.replace(r"\p{Lu}", "[A-ZĐÂ]").replace(r"[\p{L}\p{M}']", "[a-zàđê']"), fullmatch=True)


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        pytest.param(k, p, id=k.name)
        for k in KINDS
        for p in (k.alone, k.inside.replace("^|", "").replace("$|", ""))
        if p
    ],
)
def test_what_looks_like_a_kind_holds_what_hints_at_it(kind: Any, pattern: str) -> None:
    @given(_strings(pattern))
    def law(cell: str) -> None:
        assert kind.hint is not None
        assert kind.hint.search(cell)

    law()
