"""The traps of CKAN, one by one: a named test for each line of the checklist that the project keeps of them.

`TRAPS` says which test proves which line; those that stand in other files are named with their file.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import ckanapi
import pytest

from publisher.model import Kind, Package, Portal, Withdrawn
from publisher.plan import Consent
from publisher.problem import Unreachable
from publisher.publish import apply, plan, reasons_against
from publisher.targets.ckan import offer
from publisher.targets.ckan.connection import Connection
from tests.targets.corners import Access, Corner, Edition
from tests.targets.faults import Point, bad_line
from tests.targets.worlds import ENTRY, SiteWorld, catalogue_of, publish

TESTS = Path(__file__).parents[1]
VALUES = "targets/test_gotchas_values.py"
TRANSPORT = "targets/test_gotchas_transport.py"
TRAPS: Mapping[int, tuple[str, ...]] = {
    1: (
        "targets/test_laws.py test_a_second_apply_writes_nothing",
        "test_an_edit_that_is_not_ours_and_another_order_of_extras_change_nothing",
    ),
    2: (
        "test_an_expired_token_is_said_before_any_plan",
        "test_a_token_without_the_right_to_publish_is_said_before_any_plan",
        "test_a_plan_is_another_for_another_user",
        "targets/test_ckan_rights.py test_without_a_token_the_plan_is_the_public_view_and_cannot_be_applied",
        "targets/test_ckan_rights.py test_a_token_that_is_not_accepted_is_said_before_any_plan",
        "targets/test_ckan_rights.py test_a_version_that_was_never_tried_is_refused",
    ),
    3: (
        "targets/test_laws.py test_what_is_not_ours_is_never_touched",
        "targets/test_laws.py test_withdrawing_more_than_thirty_percent_at_once_needs_force",
        f"{TRANSPORT} test_a_view_that_is_not_whole_is_refused",
        "test_what_is_withdrawn_stays_in_the_portals_trash",
    ),
    4: ("test_a_resource_keeps_its_id_only_if_it_says_what_it_was_called",),
    5: ("test_what_the_server_keeps_of_a_resource_survives_a_change_of_metadata",),
    6: (
        "targets/test_drift.py test_a_renamed_package_keeps_its_id_and_gets_its_name_back",
        "test_under_an_old_name_the_portal_has_nothing_and_the_site_says_where_it_went",
    ),
    7: (
        "test_what_somebody_deleted_is_revived_under_its_id",
        "test_a_name_that_others_took_after_a_deletion_is_theirs",
        "targets/test_ckan.py test_what_was_withdrawn_can_come_back_under_its_name_and_id",
    ),
    8: (
        "targets/test_laws.py test_what_somebody_changed_between_plan_and_apply_is_refused_and_kept",
        "test_an_edit_that_made_a_plan_stale_is_told_as_drift_by_the_next",
    ),
    9: (
        "test_what_was_done_although_the_answer_says_otherwise_is_not_done_again",
        "targets/test_two_appliers.py test_no_order_of_requests_loses_an_edit_or_makes_anything_twice",
        "targets/test_sweep.py test_whatever_happens_to_an_answer_one_more_run_is_enough",
    ),
    10: (
        f"{VALUES} test_a_theme_that_was_purged_meanwhile_is_missed",
        f"{VALUES} test_an_organization_that_was_purged_meanwhile_is_missed",
        "targets/test_ckan.py test_an_unknown_licence_is_refused_before_anything_is_sent",
    ),
    11: (
        f"{VALUES} test_a_tag_is_refused_by_the_check_if_and_only_if_the_portal_refuses_it",
        f"{VALUES} test_a_tag_of_loose_marks_is_refused_by_the_check",
        f"{VALUES} test_a_name_is_offered_in_letters_that_everybody_can_type",
        f"{VALUES} test_a_file_name_that_the_portal_would_mangle_is_refused",
        f"{VALUES} test_a_column_name_is_short_and_ascii_and_the_words_go_into_the_dictionary",
        "targets/test_ckan.py test_an_extra_over_the_limit_of_the_search_index_is_refused",
        f"{VALUES} test_a_nul_byte_is_refused_by_the_check",
    ),
    12: (
        f"{TRANSPORT} test_more_organizations_than_a_list_gives_at_once_are_all_seen",
        f"{TRANSPORT} test_pages_of_a_search_miss_nothing_when_others_write_meanwhile",
    ),
    13: (
        "targets/test_ckan.py test_a_file_over_the_portals_limit_is_refused_before_anything_is_sent",
        f"{TRANSPORT} test_a_file_is_sent_without_being_held_in_memory",
        f"{TRANSPORT} test_a_large_file_is_given_more_time",
    ),
    14: (
        f"{TRANSPORT} test_an_answer_that_is_not_ckans_leaves_a_write_in_doubt",
        f"{TRANSPORT} test_a_redirect_is_not_followed_and_the_token_goes_nowhere_else",
    ),
    15: (
        f"{VALUES} test_what_somebody_made_private_is_not_made_public_unasked",
        f"{VALUES} test_what_is_half_made_is_hidden_from_the_public",
    ),
    16: (
        "targets/test_laws.py test_a_second_apply_writes_nothing",
        f"{VALUES} test_a_change_of_metadata_keeps_resources_and_groups",
    ),
    17: (f"{VALUES} test_relations_go_into_an_extra_and_never_into_ckans_own",),
}


def _without_lamps(edition: Edition, *instead: Package) -> Edition:
    """An edition of which the dataset was withdrawn, perhaps for another."""
    successor = instead[0].name if instead else None
    lamps = Withdrawn("lamps", Kind.DATASET, {"en": "Lamps"}, successor, {"reason": "tests"})
    return edition.having(edition.package("old-register"), *instead, withdrawn=[lamps])


def test_every_trap_has_a_test_that_is_there() -> None:
    named = [(file or f"targets/{Path(__file__).name}", name) for file, name in _named()]
    missing = [(file, name) for file, name in named if name not in _functions(TESTS / file)]
    assert sorted(TRAPS) == list(range(1, 18))
    assert missing == []


def _named() -> Iterator[tuple[str, str]]:
    for names in TRAPS.values():
        for told in names:
            file, _, name = told.rpartition(" ")
            yield file, name


def _functions(file: Path) -> set[str]:
    return {node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.ckan
def test_an_edit_that_is_not_ours_and_another_order_of_extras_change_nothing(corner: Corner, small: Edition) -> None:
    corner.publish(small)
    live = corner.records()["lamps"]
    extras = [{"key": "their_key", "value": "theirs"}, *reversed(live["extras"])]
    corner.api.action.package_patch(id=live["id"], author="Somebody", extras=extras)
    before = corner.records()
    assert corner.publish(small).plan.changes == ()
    assert corner.records() == before


@pytest.mark.ckan
def test_an_expired_token_is_said_before_any_plan(dcat_portal: dict[str, str], small: Edition) -> None:
    corner = Corner(Access({**dcat_portal, "token": dcat_portal["expired_token"]}))
    with pytest.raises(Unreachable, match="token-not-accepted"):
        corner.planned(small)


@pytest.mark.ckan
def test_a_token_without_the_right_to_publish_is_said_before_any_plan(ckan_portal: dict[str, str]) -> None:
    connection = Connection(ckan_portal["url"], ckan_portal["editor_token"])
    with pytest.raises(Unreachable, match="organization-not-allowed"):
        offer.ask(connection, Portal("o", organization="no-such-organization"))


@pytest.mark.ckan
def test_a_plan_is_another_for_another_user(ckan_portal: dict[str, str], small: Edition) -> None:
    corner = Corner(Access(ckan_portal))
    digests = [corner.planned(small)[1].digest]
    corner.access = Access(ckan_portal, editor=True)
    digests.append(corner.planned(small)[1].digest)
    assert len(set(digests)) == 2
    assert None not in digests


@pytest.mark.ckan
def test_what_is_withdrawn_stays_in_the_portals_trash(corner: Corner, small: Edition) -> None:
    corner.publish(small)
    before = corner.records()["lamps"]
    corner.publish(_without_lamps(small))
    assert "lamps" not in corner.records()
    trashed = corner.api.action.package_show(id=before["id"])
    assert (trashed["state"], trashed["name"]) == ("deleted", before["name"])
    assert [r["id"] for r in trashed["resources"]] == [r["id"] for r in before["resources"]]


@pytest.mark.ckan
@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_a_resource_keeps_its_id_only_if_it_says_what_it_was_called(corner: Corner, small: Edition, told: bool) -> None:
    corner.publish(small)
    before = corner.records()["lamps"]["resources"][0]
    lamps = small.package("lamps")
    file = lamps.resources[0]
    former = {"moved_from": file.name} if told else {}
    renamed = replace(lamps, resources=(replace(file, name="lanterns", data={**file.data, **former}),))
    corner.publish(small.having(small.package("old-register"), renamed))
    (after,) = corner.records()["lamps"]["resources"]
    assert (after["id"] == before["id"]) is told
    assert (after["last_modified"] == before["last_modified"]) is told  # not uploaded again


@pytest.mark.ckan
def test_what_the_server_keeps_of_a_resource_survives_a_change_of_metadata(corner: Corner, small: Edition) -> None:
    corner.publish(small)
    id = corner.records()["lamps"]["resources"][0]["id"]
    loader = {"datastore_contains_all_records_of_source_file": True, "validation_status": "success"}
    corner.api.action.resource_patch(id=id, **loader)
    before = corner.records()["lamps"]["resources"][0]
    views = corner.api.action.resource_view_list(id=id)
    corner.publish(small.saying(title="Another title"))
    after = corner.records()["lamps"]
    assert after["title"] == "Another title"
    assert after["resources"][0]["datastore_active"] is True
    kept = (*loader, "datastore_active", "url_type", "url", "last_modified", "created")
    assert {key: after["resources"][0][key] for key in kept} == {key: before[key] for key in kept}
    assert corner.api.action.resource_view_list(id=id) == views
    assert corner.api.action.datastore_search(resource_id=id)["total"] == 3


@pytest.mark.ckan
def test_under_an_old_name_the_portal_has_nothing_and_the_site_says_where_it_went(
    corner: Corner, small: Edition, site: SiteWorld
) -> None:
    corner.publish(small)
    corner.publish(_without_lamps(small, replace(small.package("lamps"), name="lanterns")))
    public = ckanapi.RemoteCKAN(corner.access.url)
    assert public.action.package_show(id=corner.prefix + "lanterns")["title"] == "Lamps"
    with pytest.raises(ckanapi.NotAuthorized):
        public.action.package_show(id=corner.prefix + "lamps")
    # The example's own withdrawn dataset names its successor.
    publish(site)
    assert [entry.successor for entry in catalogue_of(site.root).withdrawn] == ["lighthouses"]
    page = (site.folder / "dataset/harbour-lights/index.html").read_text("utf-8")
    assert 'href="../../dataset/lighthouses/"' in page


@pytest.mark.ckan
def test_what_somebody_deleted_is_revived_under_its_id(corner: Corner, small: Edition) -> None:
    corner.publish(small)
    before = corner.records()["lamps"]
    corner.api.action.package_delete(id=before["id"])
    assert [change.key for change in corner.publish(small).done] == ["dataset/lamps"]
    after = corner.records()["lamps"]
    assert (after["id"], after["state"]) == (before["id"], "active")
    assert [r["id"] for r in after["resources"]] == [r["id"] for r in before["resources"]]
    assert corner.planned(small)[1].changes == ()


@pytest.mark.ckan
def test_a_name_that_others_took_after_a_deletion_is_theirs(corner: Corner, small: Edition) -> None:
    corner.publish(small)
    name = corner.prefix + "lamps"
    corner.api.action.package_delete(id=name)
    theirs = corner.api.action.package_create(name=name, title="Theirs", owner_org="editors-only")
    target, catalogue = corner.target(small)
    found = plan(target, catalogue)
    assert [reason.code for reason in reasons_against(target, catalogue, found, Consent())] == ["name-held-by-others"]
    assert [error.code for _, error in apply(target, found, ENTRY, lambda key: None).failed]
    assert corner.api.action.package_show(id=name) == theirs


@pytest.mark.ckan
def test_an_edit_that_made_a_plan_stale_is_told_as_drift_by_the_next(corner: Corner, small: Edition) -> None:
    corner.publish(small)
    changed = small.saying(title="Another title")
    stale = corner.planned(changed)
    corner.api.action.package_patch(id=corner.prefix + "lamps", notes="Edited by hand")
    outcome = apply(*stale, ENTRY, lambda key: None)
    assert [(change.key, error.code) for change, error in outcome.failed] == [("dataset/lamps", "stale")]
    target, catalogue = corner.target(changed)
    (reason,) = reasons_against(target, catalogue, plan(target, catalogue), Consent())
    assert (reason.code, reason.args["fields"]) == ("drifted", "notes")
    assert corner.records()["lamps"]["notes"] == "Edited by hand"


# How often publishing the little catalogue asks for each, if none is done twice.
CALLS = {"organization_create": 1, "package_create": 3, "package_revise": 2}


@pytest.mark.ckan
@pytest.mark.parametrize(
    "point",
    [
        Point("organization_create", 1, "error_after"),  # as when Solr is down: 500, and the organization is there
        Point("package_create", 1, "error_after"),
        Point("package_create", 2, "late"),
        Point("package_revise", 1, "late"),
    ],
    ids=str,
)
def test_what_was_done_although_the_answer_says_otherwise_is_not_done_again(
    corner: Corner, small: Edition, point: Point
) -> None:
    with bad_line(corner.access.url, point) as (url, line):
        corner.publish(small, url)
    assert line.spoilt
    assert line.seen.count(point.request) == CALLS[point.request]
    assert corner.planned(small)[1].changes == ()
