"""What the site goes without is said in one line, or refused where nothing may lack."""

from pathlib import Path

import pytest

from publisher.targets.site import libraries
from tests.cli.conftest import Publisher

LINE = (
    "The search page is no more than a list from A to Z, and the SQL page, if there is one, a list of tables, "
    "for want of their libraries: run make libraries.\n"
)


@pytest.fixture(autouse=True)
def _without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was brought in."""
    monkeypatch.setattr(libraries, "HOME", tmp_path / "nothing")
    monkeypatch.delenv("STRICT", raising=False)


@pytest.mark.parametrize("command", [("apply", "site"), ("publish",)], ids=" ".join)
def test_a_site_without_the_library_of_its_search_page_is_built_and_one_line_says_so(
    command: tuple[str, ...], publisher: Publisher, site: Path
) -> None:
    run = publisher("--lang", "en", *command)
    assert (run.code, run.told.count(LINE)) == (0, 1)
    assert (site / "search" / "index.html").is_file()


@pytest.mark.parametrize("command", [("apply", "site"), ("publish",)], ids=" ".join)
def test_where_nothing_may_lack_it_is_refused_and_nothing_is_written(
    command: tuple[str, ...], publisher: Publisher, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRICT", "1")
    run = publisher("--lang", "en", *command)
    assert run.code == 3
    assert "[no-library]" in run.err
    assert not site.exists()
