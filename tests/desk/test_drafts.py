"""What an import makes of records, without a portal: hostile, odd and broken ones above all."""

import json
from pathlib import Path
from typing import Any

import pytest

from publisher.desk import others, ours
from publisher.desk.draft import cleaned
from publisher.desk.importing import _chosen
from publisher.problem import Refused
from publisher.targets.ckan import Connection
from publisher.targets.ckan.traces import broad_matches, traces
from publisher.targets.ckan.visiting import Visit, Wish

EU = "http://publications.europa.eu/resource/authority/"


def _visit(*packages: dict[str, Any], **more: Any) -> Visit:
    told = {"title": "A portal", "description": "", "locale": "vi", "plugins": frozenset[str]()}
    return Visit("https://portal.example", **{**told, "organizations": {}, "groups": {}, **more}, packages=packages)


def _record(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "title": name, "resources": [], "extras": [], "tags": [], "groups": [], **more}


def _extras(**extras: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in extras.items()]


def _others(tmp_path: Path, *packages: dict[str, Any], **more: Any) -> dict[str, dict[str, Any]]:
    return dict(others.draft(_visit(*packages, **more), packages, tmp_path).descriptors)


def test_what_belongs_to_nobody_belongs_to_the_portal(tmp_path: Path) -> None:
    found = _others(tmp_path, _record("mot"))
    assert found["datasets/mot/datapackage.yaml"]["database"] == "portal-example"
    assert found["catalogue/databases/portal-example.yaml"]["organization"] == "portal-example"
    assert found["catalogue/organizations/portal-example.yaml"]["title"] == "A portal"
    assert found["catalogue/catalogue.yaml"]["publisher"] == "portal-example"


def test_the_languages_are_those_of_the_portal_and_of_titles_in_several(tmp_path: Path) -> None:
    titles = {"vi": "Đèn", "en": "Lights", "fr": "", "x-y": "?"}
    found = _others(tmp_path, _record("den", title_translated=titles, notes_translated={"en": "Notes"}), locale="vi_VN")
    assert found["catalogue/catalogue.yaml"]["languages"] == ["vi", "en"]
    dataset = found["datasets/den/datapackage.yaml"]
    assert (dataset["title"], dataset["title_en"], dataset["description_en"]) == ("Đèn", "Lights", "Notes")


@pytest.mark.parametrize("locale", ["", "1", "?"])
def test_a_portal_that_names_no_language_speaks_english(tmp_path: Path, locale: str) -> None:
    assert _others(tmp_path, _record("mot"), locale=locale)["catalogue/catalogue.yaml"]["languages"] == ["en"]


@pytest.mark.parametrize(
    ("version", "expected", "kept"),
    [
        ("3", "3.0.0", None),
        ("2.1", "2.1.0", None),
        ("1.2.3", "1.2.3", None),
        ("v2 beta", "0.1.0", "v2 beta"),
        ("2021-05", "0.1.0", "2021-05"),
        (None, "0.1.0", None),
        ("", "0.1.0", None),
    ],
)
def test_a_version_is_read_or_kept(tmp_path: Path, version: str | None, expected: str, kept: str | None) -> None:
    found = _others(tmp_path, _record("mot", version=version))["datasets/mot/datapackage.yaml"]
    assert (found["version"], found.get("custom", {}).get("imported_version")) == (expected, kept)


def test_a_box_becomes_a_bbox_and_every_other_shape_is_kept(tmp_path: Path) -> None:
    ring = [[102, 8], [110, 8], [110, 24], [102, 24], [102, 8]]
    box = json.dumps({"type": "Polygon", "coordinates": [ring]})
    slope = json.dumps({"type": "Polygon", "coordinates": [[[102, 8], [110, 9], [110, 24], [102, 24], [102, 8]]]})
    for shape, expected in ((box, [102, 8, 110, 24]), (slope, None), ("{", None), ("[]", None), ('{"a": 1}', None)):
        extras = _extras(spatial_text="Việt Nam", spatial=shape)
        found = _others(tmp_path, _record("mot", extras=extras))["datasets/mot/datapackage.yaml"]
        assert found["spatial"].get("bbox") == expected
        assert ("imported_spatial" in found.get("custom", {})) is (expected is None)


def test_typed_fields_are_read_like_extras_and_what_is_more_than_we_hold_is_kept(tmp_path: Path) -> None:
    record = _record(
        "mot",
        contact=[{"name": "Phòng A", "email": "a@example.org"}],
        publisher=[{"name": "Sở A"}, {"name": "Sở B"}],
        temporal_coverage=[{"start": "2019", "end": "2020"}],
        theme=[f"{EU}data-theme/HEAL"],
        issued="2020-01-01",
    )
    found = _others(tmp_path, record)["datasets/mot/datapackage.yaml"]
    assert found["contributors"] == [{"title": "Phòng A", "email": "a@example.org", "roles": ["contact"]}]
    assert (found["temporal"], found["issued"]) == ({"start": "2019", "end": "2020"}, "2020-01-01")
    assert found["custom"] == {
        "publisher": [{"name": "Sở A"}, {"name": "Sở B"}],
        "theme": [f"{EU}data-theme/HEAL"],
    }


def test_more_than_fifty_tags_are_kept_apart(tmp_path: Path) -> None:
    tags = [{"name": f"tag {number:02}"} for number in range(51)]
    for count in (50, 51):
        found = _others(tmp_path, _record("mot", tags=tags[:count]))["datasets/mot/datapackage.yaml"]
        assert len(found["keywords"]) == 50
        assert ("imported_keywords" in found.get("custom", {})) is (count > 50)


def test_a_title_of_several_lines_becomes_one(tmp_path: Path) -> None:
    found = _others(tmp_path, _record("mot", title=" Một\r\n tên  dài "), _record("hai", title=None))
    assert found["datasets/mot/datapackage.yaml"]["title"] == "Một tên dài"
    assert found["datasets/hai/datapackage.yaml"]["title"] == "hai"


def test_hidden_characters_are_taken_out_and_that_is_said() -> None:
    told, notes = cleaned("x", {"title": "a\u200bb", "custom": {"k\u202e": ["e\u0301"]}, "notes": "a\r\nb"})
    assert told == {"title": "ab", "custom": {"k": ["\u00e9"]}, "notes": "a\nb"}
    assert [(note.code, dict(note.args)) for note in notes] == [
        ("import-cleaned", {"property": "title"}),
        ("import-cleaned", {"property": "custom"}),
    ]


def _ours(name: str, **more: Any) -> dict[str, Any]:
    extras = {"managed_by": "us", "identifier": name, "kind": "database", "language": json.dumps([f"{EU}language/VIE"])}
    extras |= {"uri": f"https://a.example/database/{name}/", "publisher_uri": "https://a.example/organization/so-a/"}
    return _record(name, extras=_extras(**{**extras, **more}), organization={"name": "so-a"})


class _Silent(Connection):
    """A portal that keeps no journal that we may see."""

    def call(self, action: str, data: Any, files: Any = None) -> Any:
        """Find nothing."""
        return {"count": 0, "results": []}


def _draft(tmp_path: Path, *packages: dict[str, Any], **more: Any) -> Any:
    return ours.draft(_Silent("https://portal.example", None), _visit(*packages, **more), packages, "us", tmp_path)


@pytest.mark.parametrize("name", ["../../etc/..", "..", "a/b!", "", "X", "new", "a" * 61])
def test_no_record_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    evil = f"https://a.example/organization/{name}/"
    record = {**_record(name), "extras": _extras(managed_by="us")}
    evils = {name: record, "p-ok": record}
    packages = (_ours("ok"), {**_ours(name, publisher_uri=evil), "name": "evil"})
    draft = _draft(tmp_path, *packages, organizations=evils, groups=evils)
    expected = {"catalogue/catalogue.yaml", "catalogue/themes.yaml", "catalogue/databases/ok.yaml"}
    expected |= {f"catalogue/organizations/{each}.yaml" for each in ("so-a", "p-ok")}
    expected |= {"catalogue/databases/evil.yaml"} | (
        {"catalogue/organizations/organization.yaml"} if not name else set()
    )
    assert set(draft.descriptors) == expected
    assert list(draft.descriptors["catalogue/themes.yaml"]) == ["p-ok"]


def test_a_damaged_state_does_not_lose_a_package(tmp_path: Path) -> None:
    record = _ours("ok", managed_state="{", purpose="To see", number="7", dataset="x")
    data = _draft(tmp_path, record).descriptors["catalogue/databases/ok.yaml"]
    assert (data["purpose"], data["number"], data["organization"]) == ("To see", 7, "so-a")
    assert data["custom"] == {"dataset": "x"}


def test_several_owner_marks_are_not_mixed() -> None:
    found = _visit(_ours("a"), _record("b"), {**_record("c"), "extras": _extras(managed_by="them")})
    with pytest.raises(Refused, match="several-owners"):
        _chosen(found, Wish())
    owner, taken, notes = _chosen(_visit(*found.packages[:2]), Wish())
    assert (owner, [record["name"] for record in taken]) == ("us", ["a"])
    assert [(note.code, note.args["name"]) for note in notes] == [("import-not-ours", "b")]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"private": True}, "import-hidden"),
        ({"state": "draft"}, "import-hidden"),
        ({"type": "harvest"}, "import-no-data"),
        ({"type": "dataset", "state": "active", "private": False}, None),
    ],
)
def test_what_is_no_public_data_is_not_taken(more: dict[str, Any], code: str | None) -> None:
    _, taken, notes = _chosen(_visit({**_record("a"), **more}), Wish())
    assert [note.code for note in notes] == ([code] if code else [])
    assert len(taken) == (code is None)


def test_a_journal_is_passed_over_in_silence() -> None:
    assert _chosen(_visit({**_record("j"), "private": True, "extras": _extras(journal_of="us")}), Wish()) == (
        "",
        [],
        [],
    )


def test_the_prefix_is_what_most_names_begin_with() -> None:
    records = [{**_ours(name), "name": f"p-{name}"} for name in ("aa", "bb")] + [{**_ours("cc"), "name": "renamed"}]
    seen = traces(records, frozenset(), "")
    assert (seen.prefix, seen.url, seen.publisher, seen.languages) == ("p-", "https://a.example/", "so-a", ("vi",))


@pytest.mark.parametrize(
    ("packages", "expected"),
    [
        ([], {}),
        ([(["a"], ["x"])], {"a": "x"}),
        ([(["a"], [])], {}),
        ([(["a", "b"], ["x"]), (["a"], ["x"])], {"a": "x", "b": "x"}),
        ([(["a", "b"], ["x"]), (["a"], [])], {"b": "x"}),
        ([(["a", "b"], ["x", "y"]), (["b"], ["y"])], {"a": "x", "b": "y"}),
        ([(["a"], ["x"]), (["a"], ["y"])], {}),
    ],
)
def test_the_eu_theme_of_each_theme_is_found(packages: Any, expected: dict[str, str]) -> None:
    assert broad_matches(packages) == expected
