"""Take a package down from a portal: find what is ours under its name, destroy it, note it. Reads and writes."""

from collections.abc import Iterator

from publisher.model import Kind, Portal
from publisher.problem import PublisherError, Refused, Unreachable
from publisher.targets import Entry, Known, Removal
from publisher.targets.ckan.connection import Connection, Record
from publisher.targets.ckan.destruction import Destruction
from publisher.targets.ckan.payload import package_id
from publisher.targets.ckan.reading import find, key_of, packages
from publisher.targets.ckan.state import MANAGED_BY, is_ours


def take_down(connection: Connection, portal: Portal, package: str, entry: Entry) -> Removal:
    """Remove what is ours under the name of a package, deleted and half-made ones too; refuse what is not ours."""
    if not connection.token:
        raise Unreachable("no-token")
    sysadmin = _is_sysadmin(connection)
    records = list(_records(connection, portal, package))
    ours = [record for record in records if is_ours(record, portal.owner)]
    if records and not ours:
        raise Refused("not-ours", name=records[0]["name"], owner=portal.owner)
    if not ours:
        return Removal()
    work = Destruction(connection, portal, sysadmin)
    for record in ours:
        work.destroy(record["id"])
    work.note(ours[0], {**entry, "taken_down": package, **work.done()})
    for record in ours if sysadmin else ():
        work.purge(record["id"])
    return Removal(work.done(), work.left(), _known(ours[0], portal, package))


def _is_sysadmin(connection: Connection) -> bool:
    """Whether we may do everything; a token that is not accepted reads as the public does."""
    try:
        return bool(connection.call("user_show", {}).get("sysadmin"))
    except PublisherError as error:
        if error.code in {"no-answer", "bad-answer"}:
            raise
        raise Unreachable("token-not-accepted", url=connection.url) from None


def _records(connection: Connection, portal: Portal, package: str) -> Iterator[Record]:
    """Yield what stands under the name, and under the id that we give, whatever it is called by now."""
    seen: set[str] = set()
    for name in (f"{portal.prefix}{package}", package_id(portal, package), *_renamed(connection, portal, package)):
        record = None if name in seen else find(connection, "package_show", name)
        if record and record["id"] not in seen:
            yield record
            seen.add(record["id"])


def _renamed(connection: Connection, portal: Portal, package: str) -> Iterator[str]:
    """Yield the ids of what was given another name on the portal; the search knows nothing that is deleted."""
    for record in packages(connection, f'{MANAGED_BY}:"{portal.owner}" AND identifier:"{package}"'):
        if key_of(record, portal).partition("/")[2] == package:
            yield record["id"]


def _known(record: Record, portal: Portal, package: str) -> Known:
    kind = Kind.DATABASE if key_of(record, portal).startswith(f"{Kind.DATABASE}/") else Kind.DATASET
    return Known(kind, record.get("title") or package)
