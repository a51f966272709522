"""The resources of a package as they are sent: what the server keeps of each is carried along, files by content."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO

from publisher.model import Package, Portal, Resource
from publisher.problem import Refused
from publisher.targets.ckan.payload import resources_by_id
from publisher.targets.ckan.state import Record, State, Value, file_mark, state_in

Part = tuple[str, BinaryIO, str]


def sent_resources(value: Value, live: Record) -> list[dict[str, Any]]:
    """Our resources in our order, each over what the server keeps of it, then those that others added."""
    held = {resource["id"]: resource for resource in live.get("resources", ())}
    state = state_in(live)
    wanted = [_sent(resource, held.get(resource["id"], {})) for resource in value.get("resources", ())]
    ids = {resource["id"] for resource in wanted}
    return [*wanted, *(kept for id, kept in held.items() if id not in ids and not state.resource(id))]


def to_upload(portal: Portal, package: Package, live: Record, value: Value) -> dict[str, Resource]:
    """The files whose bytes the portal does not hold yet, by the form field that carries each."""
    files = resources_by_id(portal, package)
    held = {resource["id"]: resource for resource in live.get("resources", ())}
    state = state_in(live)
    return {
        f"update__resources__{index}__upload": files[resource["id"]]
        for index, resource in enumerate(value.get("resources", ()))
        if resource["upload"] and not _is_held(resource, held.get(resource["id"], {}), state)
    }


@contextmanager
def opened(uploads: Mapping[str, Resource]) -> Iterator[dict[str, Part]]:
    """Open the files to send; each must still be the one that was checked."""
    with ExitStack() as stack:
        yield {
            field: (resource.path, stack.enter_context(_checked(resource)), resource.data["mediatype"])
            for field, resource in uploads.items()
        }


def _is_held(wanted: Value, held: Record, state: State) -> bool:
    """Whether the portal has these bytes; a file put there by hand has another size, or another name."""
    kept = state.resource(wanted["id"])
    return bool(
        kept
        and held.get("url_type") == "upload"
        and kept.file == file_mark(wanted.get("hash", ""))
        and held.get("size") == wanted.get("size")
    )


def _sent(wanted: Value, held: Record) -> dict[str, Any]:
    """A resource to send: an upload keeps the address that the portal gave it; marks stay with the package."""
    sent = {key: field for key, field in wanted.items() if key not in {"upload", "table", "views"}}
    if not wanted["upload"]:
        return {**held, **sent, "url_type": ""}
    return {**held, **sent, "url": held.get("url", "upload"), "url_type": "upload"}


def _checked(resource: Resource) -> BinaryIO:
    stream = resource.file.open("rb")
    if not resource.measure or hashlib.file_digest(stream, "sha256").hexdigest() != resource.measure.sha256:
        stream.close()
        raise Refused("file-changed", file=str(resource.file))
    stream.seek(0)
    return stream
