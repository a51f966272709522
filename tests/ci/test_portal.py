"""What a merge does to a real CKAN: only the plan that reviewers saw is applied; what others edit is reported."""

from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.ci.conftest import Agency
from tests.targets.worlds import CkanWorld

pytestmark = pytest.mark.ckan
Make = Callable[..., CompletedProcess[str]]
ENTRY = "catalogue/databases/lights-register.yaml"


@pytest.fixture
def world(agency: Agency, ckan_portal: dict[str, str]) -> Iterator[CkanWorld]:
    """The agency's corner of the portal."""
    world = CkanWorld(agency.folder, ckan_portal)
    world.target()  # notes what there will be to purge
    agency.git("commit", "--quiet", "--all", "--message", "A portal")
    agency.git("update-ref", "refs/remotes/origin/main", "HEAD")
    yield world
    world.purge()


@pytest.fixture
def make(agency: Agency, world: CkanWorld) -> Make:
    """Run make targets with the portal's address and token."""
    told = {"CKAN_URL": world.portal["url"], "CKAN_API_TOKEN": world.token}
    return lambda *asked, **more: agency.make(*asked, **{**told, **more})


def _planned(agency: Agency, make: Make) -> dict[str, str]:
    assert (done := make("plan-ckan")).returncode == 0, done.stderr
    lines = (agency.folder / "build/ci/plan.env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_exactly_the_reviewed_plan_is_applied(agency: Agency, world: CkanWorld, make: Make) -> None:
    seen = _planned(agency, make)
    assert len(seen["EXPECT"]) == 64
    assert seen["EXPECT"][:12] in (agency.folder / "build/ci/plan.md").read_text("utf-8")
    assert int(seen["CHANGES"]) > 0

    agency.change(ENTRY, "title: ", "title: Slipped in after the review ")
    refused = make("apply-ckan", EXPECT=seen["EXPECT"])
    assert refused.returncode == 2
    assert "[plan-differs]" in refused.stderr
    assert world.shows("lights-register") is None

    assert (done := make("apply-ckan", EXPECT=_planned(agency, make)["EXPECT"])).returncode == 0, done.stderr
    assert world.shows("lights-register")
    assert _planned(agency, make)["CHANGES"] == "0"

    assert make("watch").returncode == 0
    report = agency.folder / "build/ci/report.txt"
    assert report.read_text("utf-8") == ""
    world.edit("lights-register")
    assert make("watch").returncode == 0
    assert "Edited by hand" in report.read_text("utf-8")


def test_without_a_token_there_is_no_digest_to_review(agency: Agency, make: Make, tmp_path: Path) -> None:
    done = make("plan-ckan", CKAN_API_TOKEN="", GITHUB_OUTPUT=str(tmp_path / "output"))
    assert done.returncode == 2
    assert "CKAN_API_TOKEN" in done.stderr
    assert not (tmp_path / "output").exists()


def test_the_public_view_of_the_portal_is_in_the_plan_of_a_change(agency: Agency, make: Make) -> None:
    assert (done := make("plan-comment", GITHUB_BASE_REF="main")).returncode == 0, done.stderr
    plan = (agency.folder / "build/ci/plan.md").read_text("utf-8")
    assert "### site: " in plan
    assert "\n### ckan: " in plan
