"""Set up one CKAN portal and run it."""

from collections.abc import Callable
from pathlib import Path

from . import accounts, packages, postgres, search, settings
from .api import fetch
from .cli import ckan
from .daemons import Daemon, start, wait_ready
from .places import Place
from .portals import Portal
from .report import say

WSGI = Path(__file__).with_name("wsgi.py")
# No short timeout: a long upload must not be cut off.
SERVER = ("--workers", "2", "--threads", "2", "--timeout", "300", "--graceful-timeout", "5")

Wait = Callable[[], object]


def up(place: Place, portal: Portal, databases: Wait, solr: Wait) -> None:
    """Install, configure and start a portal; the two functions wait for the services."""
    for folder in (place.log, place.run, place.data):
        (folder / portal.name).mkdir(exist_ok=True)
    packages.install(place, portal)
    mark = settings.write_settings(place, portal)
    done = place.data / portal.name / "set-up"
    changed = not done.exists() or done.read_text(encoding="ascii") != mark
    databases()
    if changed:
        _set_up_databases(place, portal)
    first = not accounts.token_file(place, portal).exists()
    accounts.ensure_admin(place, portal)
    # CKAN also starts without Solr, but with an alarming traceback in its log.
    solr()
    remade = search.ensure_core(place, portal.key, packages.schema(place, portal))
    if (changed or remade) and not first:
        say(portal.name, "building the search index anew")
        ckan(place, portal, "search-index", "rebuild", "-q")
    _start(place, portal, mark)
    wait_ready(place, portal.name, lambda: _answers(place, portal), 120)
    accounts.ensure_editor(place, portal)
    accounts.check_tokens(place, portal)
    done.write_text(mark, encoding="ascii")
    say(portal.name, f"ready: {portal.url(place)}")


def requests_log(place: Place, portal: Portal) -> Path:
    """Return the file that takes one line for each request."""
    return place.log / portal.name / "requests.log"


def _set_up_databases(place: Place, portal: Portal) -> None:
    say(portal.name, "setting up the databases")
    password = settings.load_secrets(place, portal).database_password
    for role in (portal.key, f"{portal.key}_reader"):
        postgres.ensure_role(place, role, password)
    for database in (portal.key, f"{portal.key}_datastore"):
        postgres.ensure_database(place, database, portal.key)
    ckan(place, portal, "db", "upgrade")
    permissions = ckan(place, portal, "datastore", "set-permissions")
    postgres.sql(place, permissions, "setting the datastore's permissions")


def _start(place: Place, portal: Portal, mark: str) -> None:
    # A copy, so that the server does not depend on the clone from which it was started.
    wsgi = place.data / portal.name / "wsgi.py"
    text = WSGI.read_text(encoding="utf-8")
    wsgi.write_text(text, encoding="utf-8")
    bind = ("--bind", f"127.0.0.1:{portal.port(place)}", "--no-control-socket")
    gunicorn = str(packages.folder(place, portal) / "bin/gunicorn")
    daemon = Daemon(
        name=portal.name,
        command=(gunicorn, *SERVER, *bind, "--chdir", str(wsgi.parent), "wsgi:application"),
        port=portal.port(place),
        variables=(
            ("CKAN_INI", str(settings.ini_file(place, portal))),
            ("REQUESTS_LOG", str(requests_log(place, portal))),
        ),
        settings=mark + text,
    )
    start(place, daemon)


def _answers(place: Place, portal: Portal) -> bool:
    # A search passes through CKAN, the database and Solr.
    return fetch(f"{portal.url(place)}/api/3/action/package_search?rows=0")[0] == 200
