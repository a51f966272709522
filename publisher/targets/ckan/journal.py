"""The journal that a portal keeps: a private package whose notes hold one line an apply. Reads and writes."""

import json

from publisher.model import Portal
from publisher.targets import Entry
from publisher.targets.ckan.connection import Connection
from publisher.targets.ckan.reading import find

NAME = "publisher-journal"
MAX_LINES = 200


def note(connection: Connection, portal: Portal, organization: str, entry: Entry) -> None:
    """Add a line; the package is made at the first."""
    name = f"{portal.prefix}{NAME}"
    line = json.dumps(entry, ensure_ascii=False)
    journal = find(connection, "package_show", name)
    if journal is None or journal["state"] == "deleted":
        first = {"name": name, "title": "Publisher journal", "notes": line, "owner_org": organization, "private": True}
        connection.call("package_create", {**first, "extras": [{"key": "journal_of", "value": portal.owner}]})
        return
    lines = [*(journal["notes"] or "").splitlines(), line][-MAX_LINES:]
    match = {"id": journal["id"], "metadata_modified": journal["metadata_modified"]}
    connection.call("package_revise", {"match": match, "update": {"notes": "\n".join(lines)}})
