"""The files of an import: fetched from the portal, and those of others looked at. Reads and writes below one folder."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from publisher.desk.draft import Draft, Fetch, dataset_file, note
from publisher.desk.naming import free
from publisher.desk.tabular import described, faulty, header_of, without_mark
from publisher.problem import Problem, PublisherError
from publisher.tables.files import sha256
from publisher.targets.ckan import Connection, Record
from publisher.targets.ckan.descriptors import Reader
from publisher.targets.ckan.form import filled
from publisher.targets.ckan.strangers import link

MAX_RESOURCES = 200

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Fetcher:
    """Fetches files below a folder, none larger than so many bytes."""

    connection: Connection
    reader: Reader
    folder: Path
    limit: int

    def ours(self, fetch: Fetch) -> Iterator[Problem]:
        """Fetch a file whose place is known; yield why it is not there, or not what it was."""
        file = dataset_file(fetch.dataset)
        name = str(fetch.resource.get("name") or fetch.path)
        path = self.reader.schemas.kinds["dataset"]["$defs"]["resource"]["properties"]["path"]
        place = self.folder / "datasets" / fetch.dataset / fetch.path
        taken = place == self.folder / file or os.path.lexists(place)
        if not re.fullmatch(path["pattern"], fetch.path) or taken:
            yield note(file, "import-not-fetched", resource=name, reason="path")
            return
        if problem := self._saved(fetch, place, name):
            yield problem
        elif fetch.resource.get("hash") not in ("", None, sha256(place)):
            yield note(file, "import-other-bytes", resource=name)

    def theirs(self, fetch: Fetch, used: set[str]) -> tuple[dict[str, Any] | None, Problem | None]:
        """Fetch a file of somebody else; give its description if it is one that a dataset may hold, and a note."""
        file, url = dataset_file(fetch.dataset), urlsplit(str(fetch.resource.get("url") or ""))
        stem = PurePosixPath(unquote(url.path)).stem
        title = " ".join(str(fetch.resource.get("name") or stem or "file").split())
        format = self._format(fetch.resource)
        if len(used) >= MAX_RESOURCES:
            return None, note(file, "import-not-fetched", resource=title, reason=f"> {MAX_RESOURCES}")
        if format is None:
            said = str(fetch.resource.get("format") or "?")
            return None, note(file, "import-format", resource=title, format=said)
        name = free(stem or title, used)
        place = self.folder / "datasets" / fetch.dataset / f"{name}.{format}"
        if problem := self._saved(fetch, place, title):
            return None, problem
        marked = format == "csv" and without_mark(place)
        table, problem = self._table(file, place, title) if format == "csv" else self._other(file, place, title, format)
        if problem:
            place.unlink()
            return None, problem
        used.add(name)
        words = self.reader.texts(fetch.resource, fetch.resource, {"name": "title", "description": "description"})
        about = {**words, "name": name, "title": title, "path": place.name, "format": format, **table}
        return self._resource(about), note(file, "import-mark", resource=title) if marked else None

    def _resource(self, about: dict[str, Any]) -> dict[str, Any]:
        """The description of a file, with what our schema demands of each."""
        mediatype = self.reader.schemas.term("formats", about["format"]).get("mediatype")
        kind = {"type": "table"} if "schema" in about else {}
        return filled({**about, **kind, "mediatype": mediatype, "encoding": "utf-8"})

    def _format(self, resource: Record) -> str | None:
        """Our name of a format, by its label or by how the address ends; None for one that datasets may not hold."""
        ending = PurePosixPath(urlsplit(str(resource.get("url") or "")).path).suffix.lstrip(".").lower()
        name = self.reader.format(str(resource.get("format") or "")).lower() or ending
        return name if name in self.reader.schemas.vocabularies["formats"] else None

    def _table(self, file: str, place: Path, title: str) -> tuple[dict[str, Any], Problem | None]:
        """The dialect and Table Schema of a file, or why it cannot be a table of ours."""
        field = self.reader.schemas.kinds["dataset"]["$defs"]["field"]["properties"]
        delimiter, labels = header_of(place)
        bad = next((label for label in labels if not re.fullmatch(field["name"]["pattern"], label)), None)
        if bad is not None:
            return {}, note(file, "import-header", resource=title, label=bad)
        told, problem = described(place, delimiter, labels, field["type"]["enum"])
        if problem or not labels:
            reason = problem.code if problem else "table-blank-header"
            return {}, note(file, "import-not-a-table", resource=title, reason=reason)
        return told, None

    def _other(self, file: str, place: Path, title: str, format: str) -> tuple[dict[str, Any], Problem | None]:
        """Nothing is known of a table in another form; why the file may not be published."""
        problem = faulty(place, format)
        return {}, note(file, "import-not-a-table", resource=title, reason=problem.code) if problem else None

    def _saved(self, fetch: Fetch, place: Path, name: str) -> Problem | None:
        """Fetch a file; say why it could not be fetched."""
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.connection.save(self._address(fetch.resource), place, self.limit)
        except PublisherError as error:
            place.unlink(missing_ok=True)
            args = {"resource": name, "url": str(fetch.resource.get("url") or "")}
            if error.code == "served-elsewhere":
                return note(dataset_file(fetch.dataset), "import-elsewhere", **args)
            return note(dataset_file(fetch.dataset), "import-not-fetched", **args, reason=error.code)
        return None

    def _address(self, resource: Record) -> str:
        """Where a file is; an upload is where we reach the portal, whatever the portal calls itself."""
        url = str(resource.get("url") or "")
        path = urlsplit(url).path
        if resource.get("url_type") == "upload" and "/dataset/" in path:
            return f"{self.connection.url}{path[path.index('/dataset/') :]}"
        return url


def fetched(fetcher: Fetcher, draft: Draft, tell: Tell) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """Fetch all files of a draft; give its descriptors, completed by the files of others, and notes."""
    descriptors = {file: dict(data) for file, data in draft.descriptors.items()}
    notes = list(draft.notes)
    used: dict[str, set[str]] = {}
    for fetch in draft.fetches:
        tell(fetch.dataset)
        if draft.ours:
            notes += fetcher.ours(fetch)
            continue
        taken, problem = fetcher.theirs(fetch, used.setdefault(fetch.dataset, set()))
        notes += [problem] if problem else []
        _add(descriptors[dataset_file(fetch.dataset)], taken, fetch.resource)
    ordered = fetcher.reader.in_order
    return {f: ordered("dataset", d) if f.startswith("datasets/") else d for f, d in descriptors.items()}, notes


def _add(data: dict[str, Any], taken: dict[str, Any] | None, resource: Record) -> None:
    """Add a file to a dataset; one that was not taken is kept as a link."""
    if taken:
        data["resources"] = [*data.get("resources", ()), taken]
    else:
        custom = data.get("custom", {})
        data["custom"] = {**custom, "links": [*custom.get("links", ()), link(resource)]}
