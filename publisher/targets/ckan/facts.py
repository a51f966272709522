"""What there is to know about a portal and a token before publishing: asked, never assumed. Reads."""

import base64
import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from publisher.model import Catalogue, Portal
from publisher.problem import PublisherError
from publisher.targets.ckan.connection import Connection, NotThere
from publisher.targets.ckan.reading import ROWS, find
from publisher.targets.ckan.state import MANAGED_BY

# What an installation may lack: DataStore and activity stream are plugins, and 2.11 cannot delete from the stream.
ACTIONS = ("datastore_create", "package_activity_list", "activity_delete")
_EVERYTHING = {"include_private": True, "include_drafts": True, "facet": "false"}


@dataclass(frozen=True)
class Token:
    """What a token tells of itself, and the portal of it; `claims` is None for one that tells nothing."""

    claims: Mapping[str, object] | None = None
    name: str = ""
    created: str = ""


@dataclass(frozen=True)
class User:
    """Who a token belongs to, with their role in each organization that they may publish into."""

    name: str
    sysadmin: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What a portal told. Without a token, or with one that is not accepted, there is no user."""

    url: str
    version: str = ""
    title: str = ""
    site_url: str = ""
    plugins: tuple[str, ...] = ()
    licences: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    seen: int = 0
    ours: int = 0
    page: int | None = None
    """How many packages a search gives at once; None where there are too few to tell."""
    token: Token | None = None
    user: User | None = None
    organization: bool = True
    """Whether the organization exists that the catalogue names."""
    dataset_type: bool = True
    """Whether the portal knows the type of dataset that the catalogue names."""
    ahead: float | None = None
    """By how many seconds the portal's clock is ahead of ours."""


@dataclass(frozen=True)
class Needs:
    """What a catalogue asks of a portal: its licences by CKAN's ids, the size of its largest file."""

    licences: frozenset[str] = frozenset()
    largest: int = 0


def needs_of(catalogue: Catalogue) -> Needs:
    """What a catalogue asks of a portal, faulty or not."""
    names = {package.licence for package in catalogue.packages if package.licence}
    licences = frozenset(str(catalogue.schemas.term("licences", name).get("ckan", name)) for name in names)
    files = [resource.file for package in catalogue.packages for resource in package.resources]
    return Needs(licences, max((file.stat().st_size for file in files if file.is_file()), default=0))


def examine(connection: Connection, portal: Portal | None) -> Facts:
    """Ask a portal what it is, who we are there and what it holds; nothing is written."""
    status = connection.call("status_show", {})
    ahead = _ahead(connection.date)
    page = connection.call("package_search", {**_EVERYTHING, "rows": ROWS, "fl": ["id"]})
    given, seen = len(page["results"]), page["count"]
    user = _user(connection) if connection.token else None
    named = portal.organization if portal else None
    return Facts(
        url=connection.url,
        version=str(status.get("ckan_version") or ""),
        title=str(status.get("site_title") or ""),
        site_url=str(status.get("site_url") or ""),
        plugins=tuple(status.get("extensions") or ()),
        licences=frozenset(licence["id"] for licence in connection.call("license_list", {})),
        actions=frozenset(action for action in ACTIONS if _knows(connection, "help_show", name=action)),
        seen=seen,
        ours=_ours(connection, portal),
        page=given if given < seen else None,
        token=_token(connection, user),
        user=user,
        organization=not named or find(connection, "organization_show", named) is not None,
        dataset_type=_knows_type(connection, portal, status.get("extensions") or ()),
        ahead=ahead,
    )


def _ahead(date: str) -> float | None:
    """How far the time that an answer bears is from now."""
    try:
        told = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (told - datetime.datetime.now(datetime.UTC)).total_seconds() if told.tzinfo else None


def _ours(connection: Connection, portal: Portal | None) -> int:
    """How many packages bear our mark."""
    if portal is None:
        return 0
    asked = {**_EVERYTHING, "rows": 0, "fq": f'+{MANAGED_BY}:"{portal.owner}"'}
    count: int = connection.call("package_search", asked)["count"]
    return count


def _user(connection: Connection) -> User | None:
    """Who the token belongs to; None if the portal does not accept it: then we read as the public does."""
    try:
        shown = connection.call("user_show", {})
    except PublisherError as error:
        if error.code in {"no-answer", "bad-answer"}:
            raise
        return None
    mine = connection.call("organization_list_for_user", {"permission": "create_dataset"})
    roles = {each["name"]: str(each.get("capacity") or "") for each in mine}
    return User(str(shown["name"]), bool(shown.get("sysadmin")), {} if shown.get("sysadmin") else roles)


def _token(connection: Connection, user: User | None) -> Token | None:
    if not connection.token:
        return None
    claims = claims_of(connection.token)
    for token in _tokens(connection, user) if user and claims else ():
        if claims and token["id"] == claims.get("jti"):
            return Token(claims, token["name"], token["created_at"])
    return Token(claims)


def _tokens(connection: Connection, user: User) -> Iterator[dict[str, str]]:
    try:
        yield from connection.call("api_token_list", {"user_id": user.name})
    except PublisherError:
        return  # a portal may keep that to itself


def claims_of(token: str) -> Mapping[str, object] | None:
    """What a JSON Web Token says in the clear; None for a token of another make. Its signature is not looked at."""
    _, _, rest = token.partition(".")
    body = rest.partition(".")[0]
    try:
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except ValueError:
        return None
    return claims if isinstance(claims, dict) else None


def _knows_type(connection: Connection, portal: Portal | None, plugins: tuple[str, ...]) -> bool:
    if portal is None or "scheming_datasets" not in plugins:
        return True
    return _knows(connection, "scheming_dataset_schema_show", type=portal.dataset_type)


def _knows(connection: Connection, action: str, **asked: str) -> bool:
    try:
        connection.call(action, asked)
    except NotThere:
        return False
    return True
