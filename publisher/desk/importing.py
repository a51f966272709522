"""A catalogue from a portal, ours or a stranger's. Reads the portal, writes files where nothing is yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from publisher.desk import others, ours, yaml_text
from publisher.desk.draft import CATALOGUE, Draft, cleaned, note
from publisher.desk.fetching import Fetcher, Tell, fetched
from publisher.desk.staging import move, refuse_existing, staging, write
from publisher.problem import Problem, Refused, in_order
from publisher.targets.ckan import Connection, Record
from publisher.targets.ckan.state import MANAGED_BY, extras_of
from publisher.targets.ckan.visiting import JOURNAL_OF, Visit, Wish, visit

MAX_BYTES = 100_000_000  # of one file, where nothing else is asked for
# Types of package that hold no data: what harvesters and galleries keep among the datasets.
_NO_DATA = {"harvest", "showcase", "application"}


@dataclass(frozen=True)
class Imported:
    """What was written, and what is to be said about it."""

    owner: str
    files: tuple[str, ...]
    notes: tuple[Problem, ...]


def bring(
    connection: Connection, wish: Wish, into: Path, limit: int = MAX_BYTES, tell: Tell = lambda name: None
) -> Imported:
    """Write what is on a portal as a catalogue; no file that is there is touched."""
    found = visit(connection, wish)
    owner, records, notes = _chosen(found, wish)
    if not records:
        raise Refused("nothing-to-import", url=connection.url)
    draft = ours.draft(connection, found, records, owner, into) if owner else others.draft(found, records, into)
    refuse_existing(into, draft.descriptors)
    with staging(into) as stage:
        texts, more = _texts(Fetcher(connection, draft.reader, stage, limit), draft, tell)
        write(stage, texts)
        files = tuple(sorted(str(path.relative_to(stage)) for path in stage.rglob("*") if path.is_file()))
        move(stage, into)
    return Imported(owner, files, tuple(in_order([*notes, *more])))


def _chosen(found: Visit, wish: Wish) -> tuple[str, list[Record], list[Problem]]:
    """The owner mark, the packages to take, and a note for each that is not taken."""
    owners = sorted({owner for record in found.packages if (owner := extras_of(record).get(MANAGED_BY))})
    if len(owners) > 1:
        raise Refused("several-owners", owners=", ".join(owners))
    owner = owners[0] if owners else ""
    taken: list[Record] = []
    notes: list[Problem] = []
    for record in found.packages:
        if code := _against(record, owner):
            notes.append(note(CATALOGUE, code, name=record["name"], owner=owner))
        elif JOURNAL_OF not in extras_of(record):
            taken.append(record)
    return owner, taken, notes


def _against(record: Record, owner: str) -> str | None:
    """Why a package is not taken; of a journal nothing is said."""
    if JOURNAL_OF in extras_of(record):
        return None
    if record.get("private") or record.get("state", "active") != "active":
        return "import-hidden"
    if record.get("type") in _NO_DATA:
        return "import-no-data"
    return "import-not-ours" if extras_of(record).get(MANAGED_BY, "") != owner else None


def _texts(fetcher: Fetcher, draft: Draft, tell: Tell) -> tuple[dict[str, str], list[Problem]]:
    """The text of each descriptor, after the files are fetched."""
    descriptors, notes = fetched(fetcher, draft, tell)
    texts: dict[str, str] = {}
    for file, data in descriptors.items():
        clean, dirty = cleaned(file, data)
        texts[file] = yaml_text.document(clean)
        notes += dirty
    return texts, notes


def counts(files: Sequence[str]) -> dict[str, int]:
    """How many files of each kind were written."""
    kinds = {"organizations": "catalogue/organizations/", "databases": "catalogue/databases/"}
    sums = {kind: sum(file.startswith(folder) for file in files) for kind, folder in kinds.items()}
    described = sum(file.endswith("/datapackage.yaml") for file in files)
    data = sum(file.startswith("datasets/") for file in files) - described
    return {**sums, "datasets": described, "files": data}
