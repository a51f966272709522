"""Which edits change no line of a descriptor, and what is mended or told instead, without a portal."""

from pathlib import Path
from typing import Any

import pytest

from publisher.desk.accepting import accepted, left
from publisher.desk.staging import replace, write
from publisher.model import Catalogue
from publisher.plan import Edit
from publisher.problem import Refused
from publisher.publish import check
from tests.desk.accepting import DATASET, FILES, PLAIN, edit_of, wanted_by
from tests.desk.changes import lines


@pytest.mark.parametrize(
    ("field", "there"),
    [
        ("name", "other-name"),
        ("owner_org", "somebody"),
        ("url", "https://elsewhere.example/"),
        ("private", True),
        ("groups", []),
        ("extras.uri", "https://elsewhere.example/"),
        ("extras.identifier", "x"),
        ("extras.theme_names", '["island-life"]'),
        ("extras.publisher_uri", "https://data.fictional-islands.example/organization/harbour-board/"),
        ("extras.publisher_name", "Somebody"),
        ("extras.language", "[]"),
        ("extras.managed_by", "somebody"),
        ("extras.kind", "database"),
        ("resource.format", "PDF"),
        ("resource.hash", "0" * 64),
        ("resource.url", "https://elsewhere.example/"),
        ("resource.data_resource", None),
        ("resource.upload", False),
    ],
)
def test_what_no_descriptor_has_a_place_for_changes_nothing(catalogue: Catalogue, field: str, there: Any) -> None:
    wanted, reader = wanted_by(catalogue, PLAIN)
    edit = edit_of(wanted, DATASET, field, there)
    assert accepted(catalogue.root, catalogue, reader, wanted, [edit]) == {}
    assert left(wanted, [edit]) == [edit]


def test_an_edit_of_what_is_no_longer_in_the_catalogue_is_left(catalogue: Catalogue) -> None:
    wanted, reader = wanted_by(catalogue, PLAIN)
    edit = Edit("dataset/gone", "title", "Edited", None)
    assert accepted(catalogue.root, catalogue, reader, wanted, [edit]) == {}
    assert left(wanted, [edit]) == [edit]


def test_hidden_characters_are_not_taken_over(catalogue: Catalogue) -> None:
    wanted, reader = wanted_by(catalogue, PLAIN)
    edit = edit_of(wanted, DATASET, "title", "Li\u200bghts, The\u0301")
    before, after = accepted(catalogue.root, catalogue, reader, wanted, [edit])[FILES[DATASET]]
    assert lines(before, after)[1:] == ["+title: Lights, Th\u00e9"]


def test_a_file_that_changed_meanwhile_is_not_written_over(catalogue: Catalogue, tmp_path: Path) -> None:
    wanted, reader = wanted_by(catalogue, PLAIN)
    edit = edit_of(wanted, DATASET, "title", "Edited")
    texts = accepted(catalogue.root, catalogue, reader, wanted, [edit])
    place = catalogue.root / FILES[DATASET]
    place.write_text(place.read_text("utf-8").replace("version: 1.1.0", "version: 1.1.1"), "utf-8")
    now = place.read_bytes()
    with pytest.raises(Refused, match="file-changed"):
        accepted(catalogue.root, catalogue, reader, wanted, [edit])
    write(tmp_path / "stage", {file: after for file, (_, after) in texts.items()})
    with pytest.raises(Refused, match="file-changed"):
        replace(tmp_path / "stage", catalogue.root, {file: before for file, (before, _) in texts.items()})
    assert place.read_bytes() == now


def test_a_byte_order_mark_stays(catalogue: Catalogue) -> None:
    place = catalogue.root / FILES[DATASET]
    place.write_bytes(b"\xef\xbb\xbf" + place.read_bytes())
    wanted, reader = wanted_by(catalogue, PLAIN)
    edit = edit_of(wanted, DATASET, "title", "Edited")
    before, after = accepted(catalogue.root, catalogue, reader, wanted, [edit])[FILES[DATASET]]
    assert (before[0], after[0], lines(before, after)[1]) == ("\ufeff", "\ufeff", "+title: Edited")


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("contributors", "nobody"),
        ("contributors", '["nobody"]'),
        ("licenses", "{"),
        ("dataset_spatial", "[1]"),
        ("sources", "NaN"),
    ],
)
def test_a_value_broken_by_hand_is_told_by_the_check(catalogue: Catalogue, name: str, there: str) -> None:
    wanted, reader = wanted_by(catalogue, PLAIN)
    edit = edit_of(wanted, DATASET, f"extras.{name}", there)
    for file, (_, after) in accepted(catalogue.root, catalogue, reader, wanted, [edit]).items():
        (catalogue.root / file).write_bytes(after.encode("utf-8"))
    assert check(catalogue.root, print).sound is None


@pytest.mark.parametrize(
    ("name", "there", "gone"),
    [("dataset_spatial", '{"title": "x", "bbox": [1]}', []), ("changelog", "null", ["-changelog:"])],
)
def test_what_is_broken_in_one_place_is_mended_from_another_or_goes(
    catalogue: Catalogue, name: str, there: str, gone: list[str]
) -> None:
    wanted, reader = wanted_by(catalogue, PLAIN)
    texts = accepted(catalogue.root, catalogue, reader, wanted, [edit_of(wanted, DATASET, f"extras.{name}", there)])
    before, after = texts.get(FILES[DATASET], ("", ""))
    kept = "-  title_vi: Quần đảo Hư cấu"
    assert [line for line in lines(before, after) if not line.startswith("-  ")] == gone
    assert (kept in lines(before, after)) is (name == "dataset_spatial")
