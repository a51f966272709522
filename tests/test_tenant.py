"""The first tenant's own catalogue, through the whole program, on a real CKAN."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.desk.importing import bring
from publisher.model import Kind
from publisher.publish import Terms, check, totals
from publisher.targets.ckan import Connection
from publisher.targets.ckan.visiting import Wish
from tests.conftest import DAY, REPOSITORY
from tests.targets.worlds import CkanWorld, catalogue_of, planned, publish


@pytest.fixture
def tenant(tmp_path: Path, ckan_portal: dict[str, str]) -> Iterator[CkanWorld]:
    """The tenant's catalogue under an owner mark of the test's own."""
    root = tmp_path / "tenant"
    for folder in ("catalogue", "datasets"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    world = CkanWorld(root, ckan_portal)
    yield world
    world.purge()


def test_the_catalogue_is_sound_and_whole() -> None:
    checked = check(REPOSITORY, lambda name: None, Terms(DAY))
    assert {problem.code for problem in checked.problems} == {"small-cells"}
    assert checked.sound
    assert checked.catalogue
    found = totals(checked.catalogue)
    assert (found["databases"], found["organizations"], found["datasets"]) == (33, 19, 9)


def test_every_value_that_nobody_attests_is_named() -> None:
    """What NĐ 47/2020/NĐ-CP, Article 11(4), demands is given or named, and entries are honest about their source."""
    checked = check(REPOSITORY, lambda name: None)
    assert checked.catalogue
    for database in checked.catalogue.of(Kind.DATABASE):
        assert database.data["evidence"] in {"attested", "planned", "illustrative"}
        assert database.data["source_of_entry"]
        if "purpose" not in database.data:
            assert "purpose" in database.data["unattested"]


@pytest.mark.ckan
@pytest.mark.timeout(600)
def test_the_whole_catalogue_is_published_a_second_time_nothing_is_written_and_it_can_be_imported(
    tenant: CkanWorld, tmp_path: Path
) -> None:
    publish(tenant)
    catalogue = catalogue_of(tenant.root)
    live = {name: record for name, record in tenant.snapshot().items() if not name.endswith("publisher-journal")}
    assert len(live) == 33 + 9
    organizations = [n for n in tenant.api.action.organization_list() if n.startswith(tenant.prefix)]
    assert len(organizations) == 19
    for dataset in catalogue.of(Kind.DATASET):
        assert len(live[tenant.prefix + dataset.name]["resources"]) == len(dataset.resources)
    before = tenant.writes()
    assert planned(tenant)[2].changes == ()
    assert publish(tenant).done == ()
    assert tenant.writes() == before
    imported = bring(Connection(tenant.portal["url"], tenant.token), Wish(owner=tenant.mark), tmp_path / "imported")
    assert len(imported.files) == len(list(tenant.root.glob("*/**/*.*"))) - len({"open-data.yaml", "withdrawn.yaml"})
    tenant.root = tmp_path / "imported"
    assert planned(tenant)[2].changes == ()
    assert catalogue_of(tenant.root).languages == catalogue.languages
