"""The traps of CKAN that lie in values: what it drops, mangles or refuses. The list is in test_gotchas.py."""

import json
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import ckanapi
import pytest

from publisher.plan import Consent
from publisher.publish import Terms, apply, check, plan, reasons_against
from publisher.targets.ckan.table import table_of
from publisher.words import slug
from tests.conftest import DAY
from tests.targets.corners import SMALL, Access, Corner, Edition
from tests.targets.faults import bad_line
from tests.targets.portraits import differing, portrait
from tests.targets.worlds import ENTRY

DATASET = "datasets/lamps/datapackage.yaml"
TABLE = "datasets/lamps/lamps.csv"


def _found(folder: Path, file: str, old: str, new: str) -> set[str]:
    """What the check finds after one text of the little catalogue was replaced."""
    root = Path(shutil.copytree(SMALL, folder / "small"))
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), "utf-8")
    return {problem.code for problem in check(root, lambda name: None, Terms(DAY)).problems}


@pytest.mark.ckan
def test_a_theme_that_was_purged_meanwhile_is_missed(corner: Corner, small: Edition) -> None:
    corner.publish(small)
    target, found = corner.planned(small.saying(title="Another title"))
    corner.api.action.group_purge(id=corner.prefix + "lamps")
    outcome = apply(target, found.only("old-register"), ENTRY, lambda key: None)
    ((_, error),) = outcome.failed
    assert error.code == "altered-by-portal"
    assert "groups" in error.args_by_name["fields"].split(", ")


@pytest.mark.ckan
def test_an_organization_that_was_purged_meanwhile_is_missed(corner: Corner, small: Edition) -> None:
    target, found = corner.planned(small)
    outcome = apply(target, found.only("old-register"), ENTRY, lambda key: None)  # without its organization
    assert [error.code for _, error in outcome.failed] == ["portal-refused"]


TAGS = ("C++", "a/b", "GDP (tỷ đồng)", "a,b", "nhà & đất", "50%", "O'Neil", "a\u2013b", "\U0001f4a1\U0001f4a1", "a")
LONG, TOO_LONG = "x" * 100, "x" * 101


@pytest.mark.ckan
@pytest.mark.parametrize("tag", [*TAGS, TOO_LONG, LONG, "hải đăng", "v1.2_b-c", "ab"])
def test_a_tag_is_refused_by_the_check_if_and_only_if_the_portal_refuses_it(
    ckan_portal: dict[str, str], tmp_path: Path, tag: str
) -> None:
    found = _found(tmp_path, DATASET, "database: old-register", f'database: old-register\nkeywords: ["{tag}"]')
    api = ckanapi.RemoteCKAN(ckan_portal["url"], apikey=ckan_portal["token"])
    with pytest.raises(ckanapi.ValidationError) as refused:  # for its name at least, so that nothing is made
        api.action.package_create(name="NO NAME", owner_org="editors-only", tags=[{"name": tag}])
    assert bool(found) is ("tags" in refused.value.error_dict)


def test_a_tag_of_loose_marks_is_refused_by_the_check(tmp_path: Path) -> None:
    loose = unicodedata.normalize("NFD", "hải đăng")
    assert _found(tmp_path, DATASET, "database:", f'keywords: ["{loose}"]\ndatabase:') == {"not-nfc"}


def test_a_name_is_offered_in_letters_that_everybody_can_type() -> None:
    assert slug("Cơ sở dữ liệu quốc gia về dân cư") == "co-so-du-lieu-quoc-gia-ve-dan-cu"
    assert slug("Đường ống") == "duong-ong"


@pytest.mark.parametrize("path", ["Dân số 2024.csv", "dân-số.csv", "LAMPS.csv", "a b.csv"])
def test_a_file_name_that_the_portal_would_mangle_is_refused(tmp_path: Path, path: str) -> None:
    assert "bad-pattern" in _found(tmp_path, DATASET, "path: lamps.csv", f"path: {path}")


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("a" * 63, False),
        ("a" * 64, True),
        ("Tổng diện tích rừng trồng mới tập trung (ha)", True),  # 44 characters, more than 63 bytes
        ("_id", True),
        ("a b", True),
        ("'a\"b'", True),
    ],
)
def test_a_column_name_is_short_and_ascii_and_the_words_go_into_the_dictionary(
    tmp_path: Path, small: Edition, name: str, refused: bool
) -> None:
    assert ("bad-pattern" in _found(tmp_path, DATASET, "name: height", f"name: {name}")) is refused
    table = table_of(small.package("lamps").resources[0], ["en", "vi"])
    assert table
    assert next(dict(column.info) for column in table.columns) == {"label": "Code", "label_vi": "Mã"}


@pytest.mark.parametrize("file", [DATASET, TABLE], ids=["descriptor", "table"])
def test_a_nul_byte_is_refused_by_the_check(tmp_path: Path, file: str) -> None:
    old, new = ("title: Lamps\n", 'title: "La\\0mps"\n') if file == DATASET else ("Hải", "H\0i")
    assert "hidden-character" in _found(tmp_path, file, old, new)


@pytest.mark.ckan
def test_what_somebody_made_private_is_not_made_public_unasked(corner: Corner, small: Edition) -> None:
    corner.publish(small)
    corner.api.action.package_patch(id=corner.prefix + "lamps", private=True)
    target, catalogue = corner.target(small)
    found = plan(target, catalogue)
    assert differing(found)["dataset/lamps"]["private"] == (True, False)
    (reason,) = reasons_against(target, catalogue, found, Consent())
    assert (reason.code, reason.args["fields"]) == ("drifted", "private")


@pytest.mark.ckan
@pytest.mark.parametrize("editor", [False, True], ids=["sysadmin", "editor"])
def test_what_is_half_made_is_hidden_from_the_public(
    ckan_portal: dict[str, str], corner_with: Callable[[Access], Corner], small: Edition, editor: bool
) -> None:
    corner, seen = corner_with(Access(ckan_portal, editor)), []
    public = ckanapi.RemoteCKAN(ckan_portal["url"])

    @contextmanager
    def look() -> Iterator[None]:
        yield
        record = corner.records().get("lamps")
        if record:
            seen.append((record["state"], record["private"], record["num_resources"]))
            if seen[-1][:2] != ("active", False):
                with pytest.raises(ckanapi.NotAuthorized):
                    public.action.package_show(id=record["id"])

    with bad_line(ckan_portal["url"]) as (url, line):
        line.turn = look
        corner.publish(small, url)
    hidden = ("active", True) if editor else ("draft", False)
    assert list(dict.fromkeys(seen)) == [(*hidden, 0), (*hidden, 1), ("active", False, 1)]


@pytest.mark.ckan
@pytest.mark.parametrize("portal", ["old_portal", "ckan_portal"])
def test_a_change_of_metadata_keeps_resources_and_groups(
    request: pytest.FixtureRequest, corner_with: Callable[[Access], Corner], small: Edition, portal: str
) -> None:
    corner = corner_with(Access(request.getfixturevalue(portal)))
    corner.publish(small)
    before = portrait(corner, small, corner.records())["lamps"]
    corner.publish(small.saying(title="Another title"))
    after = portrait(corner, small, corner.records())["lamps"]
    assert after == {**before, "title": "Another title"}
    assert before["groups"]
    assert before["resources"]
    seen = corner.records()
    assert corner.publish(small.saying(title="Another title")).done == ()
    assert corner.records() == seen


@pytest.mark.ckan
def test_relations_go_into_an_extra_and_never_into_ckans_own(corner: Corner, small: Edition) -> None:
    relations = [{"type": "not_duplicate_of", "target": "lamps", "reason": "Tests."}]
    register = small.package("old-register")
    related = replace(register, data={**register.data, "relations": relations})
    with bad_line(corner.access.url) as (url, line):
        corner.publish(small.having(related, small.package("lamps")), url)
    assert not [request for request in line.seen if "relationship" in request]
    record = corner.records()["old-register"]
    assert record["relationships_as_subject"] == record["relationships_as_object"] == []
    assert json.loads({e["key"]: e["value"] for e in record["extras"]}["relations"]) == relations
