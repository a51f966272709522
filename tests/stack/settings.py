"""The settings file of a portal and the secrets in it."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from . import packages, search
from .places import Place
from .portals import Portal

SOURCES = Path(__file__).parent
# CKAN 2.11 does not start without these sections.
LOGGING = """
[loggers]
keys = root

[handlers]
keys = console

[formatters]
keys = plain

[logger_root]
level = WARNING
handlers = console

[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain

[formatter_plain]
format = %(asctime)s %(levelname)s [%(name)s] %(message)s
"""


@dataclass(frozen=True)
class Secrets:
    """What is made at random once; API tokens are signed with the secret key."""

    secret_key: str
    database_password: str
    admin_password: str
    editor_password: str


def data_folder(place: Place, portal: Portal) -> Path:
    """Return the folder of a portal's settings and uploaded files."""
    return place.data / portal.name


def ini_file(place: Place, portal: Portal) -> Path:
    """Return the portal's settings file."""
    return data_folder(place, portal) / "ckan.ini"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")


def load_secrets(place: Place, portal: Portal) -> Secrets:
    """Return the portal's secrets; make them the first time."""
    path = data_folder(place, portal) / "secrets.json"
    if not path.exists():
        fresh = Secrets(*(secrets.token_hex(24) for _ in range(4)))
        write_private(path, json.dumps(asdict(fresh)))
    return Secrets(**json.loads(path.read_text(encoding="utf-8")))


def write_settings(place: Place, portal: Portal) -> str:
    """Write the settings and the portal's files; return a mark that changes with them and with CKAN itself."""
    files = "".join(_copy(SOURCES / name, data_folder(place, portal)) for name in portal.files)
    lines = [f"{key} = {value}\n" for key, value in _settings(place, portal).items()]
    text = "[DEFAULT]\ndebug = false\n\n[app:main]\n" + "".join(lines) + LOGGING
    write_private(ini_file(place, portal), text)
    return hashlib.sha256(f"{packages.folder(place, portal)}\n{text}{files}".encode()).hexdigest()


def _copy(source: Path, folder: Path) -> str:
    text = source.read_text(encoding="utf-8")
    (folder / source.name).write_text(text, encoding="utf-8")
    return text


def _settings(place: Place, portal: Portal) -> dict[str, str]:
    known = load_secrets(place, portal)
    server = f"127.0.0.1:{place.postgres_port}"
    owner = f"postgresql://{portal.key}:{known.database_password}@{server}"
    reader = f"postgresql://{portal.key}_reader:{known.database_password}@{server}"
    folder = data_folder(place, portal)
    return {
        "SECRET_KEY": known.secret_key,
        "api_token.jwt.encode.secret": f"string:{known.secret_key}",
        "api_token.jwt.decode.secret": f"string:{known.secret_key}",
        "ckan.site_id": portal.key,
        "ckan.site_title": portal.name,
        "ckan.site_url": portal.url(place),
        "sqlalchemy.url": f"{owner}/{portal.key}",
        "ckan.datastore.write_url": f"{owner}/{portal.key}_datastore",
        "ckan.datastore.read_url": f"{reader}/{portal.key}_datastore",
        "ckan.redis.url": f"redis://127.0.0.1:{place.redis_port}/{portal.redis_database}",
        "solr_url": search.core_url(place, portal.key),
        "ckan.storage_path": str(folder / "storage"),
        "ckan.webassets.path": str(folder / "webassets"),
        "ckan.max_resource_size": "200",
        "ckan.auth.create_user_via_web": "false",
        # As on most portals: only a sysadmin makes organizations and groups.
        "ckan.auth.user_create_organizations": "false",
        "ckan.auth.user_create_groups": "false",
        "ckan.plugins": " ".join(portal.plugins),
        "ckan.views.default_views": "text_view datatables_view",
        **{key: value.format(folder=folder) for key, value in portal.settings},
    }
