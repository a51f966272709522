"""What all tests share: copies of the example catalogue, golden files, no network but loopback."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_socket
from hypothesis import settings

from publisher import publish
from tests import needs

HERE = Path(__file__).parent
DAY = datetime.date(2026, 2, 20)  # on which nothing of the example is due
REPOSITORY = HERE.parent

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# What helpers find wrong is told as in tests.
pytest.register_assert_rewrite(
    "tests.cli.edits",
    "tests.desk.accepting",
    "tests.sound",
    "tests.states",
    "tests.targets.remains",
    "tests.targets.spots",
    "tests.targets.sweeping",
)
TOLD = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--golden`, which writes golden files anew for a reviewer to read."""
    parser.addoption("--golden", action="store_true", help="write golden files anew")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what tests have counted or measured."""
    for line in config.stash.get(TOLD, []):
        terminalreporter.line(line)


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Say something when the tests are over, whatever is captured."""
    return pytestconfig.stash.setdefault(TOLD, []).append


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    """Nothing in the tests may talk to anything but this machine."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)
    yield
    pytest_socket._remove_restrictions()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test depends on the language, the portal or the token of whoever runs it."""
    for key in ("LANG", "LC_ALL", "LC_MESSAGES", "CKAN_URL", "CKAN_API_TOKEN", "CKAN_API_TOKEN_FILE"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("PUBLISHER_AS_OF", str(DAY))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setattr(publish, "today", lambda: DAY)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the example catalogue, to be changed at will."""
    return Path(shutil.copytree(HERE / "example", tmp_path / "catalogue-of-example"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name in tests/golden/."""

    def compare(name: str, found: str) -> None:
        path = HERE / "golden" / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found, encoding="utf-8")
        assert found == path.read_text(encoding="utf-8"), f"differs from {path}; --golden writes it anew"

    return compare


def need(what: Callable[[], Any]) -> Any:
    """Give what a test needs; without it, skip with the reason, or fail when STRICT=1."""
    try:
        return what()
    except needs.Missing as reason:
        if needs.strict():
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def ckan_portal(pytestconfig: pytest.Config) -> dict[str, str]:
    """A real CKAN 2.12: url, token, editor_token, requests_log."""
    return portal("ckan-2.12", pytestconfig)


@pytest.fixture(scope="session")
def old_portal(pytestconfig: pytest.Config) -> dict[str, str]:
    """A real CKAN 2.11."""
    return portal("ckan-2.11", pytestconfig)


@pytest.fixture(scope="session")
def dcat_portal(pytestconfig: pytest.Config) -> dict[str, str]:
    """A real CKAN 2.12 with ckanext-dcat and ckanext-scheming, where tokens expire."""
    return portal("ckan-2.12-dcat", pytestconfig)


def portal(name: str, config: pytest.Config) -> dict[str, str]:
    """A real CKAN by its name."""
    # Whoever counts what is written to a portal must be its only writer (`tests/side_by_side.py`).
    assert config.getoption("markexpr") != "not ckan", "a test that uses a portal is marked `ckan`"
    found: dict[str, str] = need(partial(needs.ckan, name))
    return found
