"""What will work on a portal, and what will not: facts turned into findings. Pure."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from publisher.model import Portal
from publisher.targets.ckan.facts import Facts, Needs, Token, User
from publisher.targets.ckan.offer import LOADERS, SEEN_VERSIONS

SOON = datetime.timedelta(days=14)
MAX_SKEW = 60  # seconds by which clocks may differ
HERE = ("127.", "localhost", "[::1]")


class Mark(StrEnum):
    """How a finding weighs: it works; it is worth knowing; publishing will not work."""

    FINE = "fine"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One finding; its words stand under `doctor.CODE`."""

    mark: Mark
    code: str
    args: Mapping[str, str] = field(default_factory=dict)


def diagnose(facts: Facts, portal: Portal | None, needs: Needs, now: datetime.datetime) -> Iterator[Finding]:
    """Yield what is found: the portal first, then the token, then what the token is good for here."""
    yield from _of_portal(facts)
    yield from _of_clock(facts)
    yield from _of_licences(facts, needs)
    if portal is None:
        yield _bad("no-portal")
    if facts.token is None:
        yield _bad("no-token")
    elif facts.user is None:
        yield _bad("token-not-accepted")
    else:
        yield from _of_user(facts.user)
    if facts.token:
        yield from _of_token(facts.token, now)
    if portal:
        yield from _of_schema(facts, portal)
        yield from _of_files(facts, portal, needs)
    if portal and facts.user:
        yield from _of_rights(facts, facts.user, portal)


def _fine(code: str, **args: str) -> Finding:
    return Finding(Mark.FINE, code, args)


def _note(code: str, **args: str) -> Finding:
    return Finding(Mark.NOTE, code, args)


def _bad(code: str, **args: str) -> Finding:
    return Finding(Mark.BAD, code, args)


def _of_portal(facts: Facts) -> Iterator[Finding]:
    """What it is, and how it is reached."""
    version = facts.version or "?"
    if version.startswith(SEEN_VERSIONS):
        yield _fine("version", version=version, title=facts.title, url=facts.site_url)
    else:
        yield _bad("version-untried", version=version, title=facts.title, known=", ".join(SEEN_VERSIONS))
    if facts.url.startswith("http:") and not facts.url.removeprefix("http://").startswith(HERE):
        yield _note("http", url=facts.url)
    if facts.site_url.rstrip("/") != facts.url:
        yield _note("other-address", url=facts.url, site_url=facts.site_url)
    yield _fine("plugins", plugins=", ".join(facts.plugins))
    yield _fine("seen", seen=str(facts.seen), ours=str(facts.ours))
    if facts.page:
        yield _fine("page", page=str(facts.page))


def _of_clock(facts: Facts) -> Iterator[Finding]:
    if facts.ahead is not None and abs(facts.ahead) > MAX_SKEW:
        yield _note("clock-differs", seconds=f"{facts.ahead:+.0f}")
    elif facts.ahead is not None:
        yield _fine("clock")


def _of_licences(facts: Facts, needs: Needs) -> Iterator[Finding]:
    if missing := needs.licences - facts.licences:
        yield _bad("licences-missing", licences=", ".join(sorted(missing)))
    else:
        yield _fine("licences", count=str(len(facts.licences)))


def _of_user(user: User) -> Iterator[Finding]:
    """Who the token belongs to; a token that may do more than it must is a risk."""
    if user.sysadmin:
        yield _fine("sysadmin", user=user.name)
        yield _note("sysadmin-token")
    elif user.roles:
        roles = ", ".join(f"{name}: {role}" for name, role in sorted(user.roles.items()))
        yield _fine("user", user=user.name, roles=roles)
    else:
        yield _note("user-nowhere", user=user.name)


def _of_token(token: Token, now: datetime.datetime) -> Iterator[Finding]:
    """How long the token lasts, as far as anybody tells."""
    if token.name:
        yield _fine("token", name=token.name, created=token.created[:10])
    expires = _expiry(token)
    if token.claims is None:
        yield _note("token-opaque")
    elif expires is None:
        yield _note("token-for-ever")
    elif expires <= now:
        yield _bad("token-expired", day=expires.date().isoformat())
    elif expires - now < SOON:
        yield _note("token-expires-soon", day=expires.date().isoformat())
    else:
        yield _fine("token-expires", day=expires.date().isoformat())


def _expiry(token: Token) -> datetime.datetime | None:
    told = (token.claims or {}).get("exp")
    try:
        return datetime.datetime.fromtimestamp(told, datetime.UTC) if isinstance(told, int | float) else None
    except (ValueError, OverflowError, OSError):
        return None  # a year that no calendar has


def _of_schema(facts: Facts, portal: Portal) -> Iterator[Finding]:
    """Whether the portal takes what it is sent: datasets of a type, tables, views."""
    if not facts.dataset_type:
        yield _bad("dataset-type", type=portal.dataset_type)
    if not portal.datastore:
        yield _note("datastore-off")
    elif loaders := sorted(LOADERS.intersection(facts.plugins)):
        yield _note("datastore-left", plugins=", ".join(loaders))
    elif "datastore_create" in facts.actions:
        yield _fine("datastore")
    else:
        yield _note("no-datastore")
    views = [plugin for plugin in facts.plugins if plugin.endswith("_view")]
    yield _fine("views", views=", ".join(views)) if views else _note("no-views")


def _of_files(facts: Facts, portal: Portal, needs: Needs) -> Iterator[Finding]:
    """Whether the largest file will be taken; CKAN tells its limit to nobody."""
    largest, limit = str(needs.largest), str(portal.max_bytes)
    if portal.links_only:
        yield _fine("links-only")
    elif portal.max_bytes is None:
        yield _note("limit-unknown", largest=largest)
    elif needs.largest > portal.max_bytes:
        yield _bad("file-over-limit", largest=largest, limit=limit)
    else:
        yield _fine("limit", largest=largest, limit=limit)


def _of_rights(facts: Facts, user: User, portal: Portal) -> Iterator[Finding]:
    """What the token may do that publishing, or taking down, needs."""
    organization = portal.organization or ""
    if user.sysadmin:
        yield _fine("may-all")
    elif not organization:
        yield _bad("organization-not-named")
    elif not facts.organization:
        yield _bad("organization-unknown", organization=organization)
    elif organization not in user.roles:
        yield _bad("organization-not-allowed", organization=organization)
    else:
        yield _fine("organization", organization=organization)
        yield _note("packages-only")
    yield _fine("drafts") if user.sysadmin else _fine("private")
    if not user.sysadmin:
        yield _note("no-purge")
    elif {"package_activity_list", "activity_delete"} & facts.actions == {"package_activity_list"}:
        yield _note("purge-leaves-activities")
    else:
        yield _fine("purge")
