"""A portal as a visitor finds it: what it says of itself, its packages, organizations and groups. Reads."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.model import Portal
from publisher.targets.ckan import offer, reading
from publisher.targets.ckan.connection import Connection, Record
from publisher.targets.ckan.state import MANAGED_BY

JOURNAL_OF = "journal_of"


@dataclass(frozen=True)
class Wish:
    """Which packages to look at: all, those of an organization, of an owner mark, those that a query finds."""

    organization: str = ""
    owner: str = ""
    query: str = ""


@dataclass(frozen=True)
class Visit:
    """What was found on a portal; organizations and groups by their names."""

    url: str
    title: str
    description: str
    locale: str
    plugins: frozenset[str]
    packages: tuple[Record, ...]
    organizations: Mapping[str, Record] = field(repr=False)
    groups: Mapping[str, Record] = field(repr=False)


def visit(connection: Connection, wish: Wish) -> Visit:
    """Read a portal, whatever its version; a token that is not accepted would show a part and call it all."""
    status = connection.call("status_show", {})
    offer.rights(connection, Portal(owner=""))
    told = {key: str(status.get(key) or "") for key in ("site_title", "site_description", "locale_default")}
    return Visit(
        url=connection.url,
        title=told["site_title"],
        description=told["site_description"],
        locale=told["locale_default"],
        plugins=frozenset(status.get("extensions", ())),
        packages=tuple(reading.packages(connection, _filter(wish), unicodedata.normalize("NFC", wish.query))),
        organizations={record["name"]: record for record in reading.groups(connection, "organization")},
        groups={record["name"]: record for record in reading.groups(connection, "group")},
    )


def journal_home(connection: Connection, owner: str) -> str:
    """The organization that keeps the journal of an owner, for those who may see it."""
    journals = list(reading.packages(connection, f'{JOURNAL_OF}:"{owner}"'))
    return str((journals[0].get("organization") or {}).get("name", "")) if journals else ""


def demands_notes(connection: Connection, plugins: frozenset[str], dataset_type: str) -> bool:
    """Whether the portal's own schema takes no package without notes."""
    if "scheming_datasets" not in plugins:
        return False
    fields = offer.schema_of(connection, dataset_type).get("dataset_fields", ())
    return any(each["field_name"] == "notes" and each.get("required") for each in fields)


def _filter(wish: Wish) -> str:
    parts = {"organization": wish.organization, MANAGED_BY: wish.owner}
    return " AND ".join(f'{key}:"{_quoted(part)}"' for key, part in parts.items() if part) or "*:*"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
