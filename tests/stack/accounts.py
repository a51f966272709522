"""The users of a portal and their API tokens: a sysadmin and an editor of one organization."""

from pathlib import Path

from .api import call
from .cli import ckan
from .places import Place
from .portals import Portal
from .report import StackError, say
from .settings import load_secrets, write_private

ADMIN = "admin"
EDITOR = "editor"
ORGANIZATION = "editors-only"
# Where tokens expire, CKAN wants to be told when: as a number of seconds times a unit.
TEN_YEARS = 10 * 365 * 24 * 60 * 60


def token_file(place: Place, portal: Portal) -> Path:
    """Return the file with the sysadmin's token."""
    return place.run / portal.name / "token"


def editor_token_file(place: Place, portal: Portal) -> Path:
    """Return the file with the editor's token."""
    return place.run / portal.name / "editor-token"


def expired_token_file(place: Place, portal: Portal) -> Path:
    """Return the file with a token of the sysadmin's that has expired, where tokens expire."""
    return place.run / portal.name / "expired-token"


def read_token(path: Path) -> str:
    """Return the token in a file."""
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise StackError(f"cannot read the token in {path}: {error.strerror}") from None


def ensure_admin(place: Place, portal: Portal) -> None:
    """Make the sysadmin and a token, the first time; there is no token to ask the API with yet."""
    path, expired = token_file(place, portal), expired_token_file(place, portal)
    if not path.exists():
        say(portal.name, f"making the sysadmin {ADMIN!r} and a token")
        if ADMIN not in ckan(place, portal, "user", "list"):
            password = load_secrets(place, portal).admin_password
            mail = f"{ADMIN}@example.org"
            ckan(place, portal, "user", "add", ADMIN, f"email={mail}", f"password={password}")
        ckan(place, portal, "sysadmin", "add", ADMIN)
        write_private(path, _new_token(place, portal, "stack", seconds=TEN_YEARS))
    if portal.expires and not expired.exists():
        # It is over before the portal is ready.
        write_private(expired, _new_token(place, portal, "expired", seconds=1))


def ensure_editor(place: Place, portal: Portal) -> None:
    """Make the organization, its editor and the editor's token, the first time."""
    path = editor_token_file(place, portal)
    if path.exists():
        return
    say(portal.name, f"making the user {EDITOR!r} of the organization {ORGANIZATION!r}")
    url, admin = portal.url(place), read_token(token_file(place, portal))
    if call(url, admin, "user_show", id=EDITOR) is None:
        password = load_secrets(place, portal).editor_password
        mail = f"{EDITOR}@example.org"
        call(url, admin, "user_create", name=EDITOR, email=mail, password=password)
    if call(url, admin, "organization_show", id=ORGANIZATION) is None:
        call(url, admin, "organization_create", name=ORGANIZATION, title="Editors only")
    call(
        url,
        admin,
        "organization_member_create",
        id=ORGANIZATION,
        username=EDITOR,
        role="editor",
    )
    token = call(url, admin, "api_token_create", user=EDITOR, name="stack", **_lifetime(portal, TEN_YEARS))
    write_private(path, token["token"])


def check_tokens(place: Place, portal: Portal) -> None:
    """Fail unless both tokens are known to the portal."""
    url = portal.url(place)
    for name, path in (
        (ADMIN, token_file(place, portal)),
        (EDITOR, editor_token_file(place, portal)),
    ):
        # Without an id, CKAN shows the user to whom the token belongs.
        user = call(url, read_token(path), "user_show")
        if not user or user["name"] != name:
            raise StackError(f"{url} does not know the token in {path}; run the command 'clean'")


def _new_token(place: Place, portal: Portal, name: str, seconds: int) -> str:
    lifetime = [f"{key}={value}" for key, value in _lifetime(portal, seconds).items()]
    return ckan(place, portal, "user", "token", "add", "--quiet", ADMIN, name, *lifetime).split()[-1]


def _lifetime(portal: Portal, seconds: int) -> dict[str, int]:
    return {"expires_in": seconds, "unit": 1} if portal.expires else {}
