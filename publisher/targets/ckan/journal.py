"""The journal that a portal keeps: a private package whose notes hold one line an apply. Reads and writes."""

import json

from publisher.model import Portal
from publisher.problem import PublisherError, Unreachable
from publisher.targets import Entry
from publisher.targets.ckan.connection import Connection, Doubtful
from publisher.targets.ckan.reading import find

NAME = "publisher-journal"
MAX_LINES = 200
TRIES = 3


def note(connection: Connection, portal: Portal, organization: str, entry: Entry) -> None:
    """Add a line; the package is made at the first. Whoever else adds one meanwhile is let pass."""
    line = json.dumps(entry, ensure_ascii=False)
    for tried in range(TRIES):
        try:
            _add(connection, portal, organization, line, again=tried > 0)
            return
        except PublisherError as error:
            if isinstance(error, Unreachable) and not isinstance(error, Doubtful):
                raise
            connection.pace.pause(tried)
            trouble = error
    raise trouble


def _add(connection: Connection, portal: Portal, organization: str, line: str, *, again: bool) -> None:
    """Add a line; not again if a try whose answer was lost has added it."""
    name = f"{portal.prefix}{NAME}"
    journal = find(connection, "package_show", name)
    if journal is None or journal["state"] == "deleted":
        first = {"name": name, "title": "Publisher journal", "notes": line, "owner_org": organization, "private": True}
        connection.call("package_create", {**first, "extras": [{"key": "journal_of", "value": portal.owner}]})
        return
    lines = (journal["notes"] or "").splitlines()
    if again and line in lines:
        return
    lines = [*lines, line][-MAX_LINES:]
    match = {"id": journal["id"], "metadata_modified": journal["metadata_modified"]}
    connection.call("package_revise", {"match": match, "update": {"notes": "\n".join(lines)}})
