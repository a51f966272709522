"""Take-down: personal data got out. Site, withdrawn.yaml and portal, at once, whatever else is wrong. Reads and writes.

First the site: it lies on this machine, so the data is gone in a moment. Then withdrawn.yaml, in a moment too: from
then on no publication from here brings the data back, even if what follows hangs or is cut off. Then the portal. A
place that fails does not stop the others.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publisher.desk.withdrawn import entry_text, with_entry
from publisher.load import CATALOGUE, load
from publisher.load.fit import Fitter
from publisher.model import Catalogue, Kind, Text
from publisher.problem import Problem, PublisherError, Refused
from publisher.source import parse
from publisher.targets import Entry, Holder, Known, Removal

WITHDRAWN = "catalogue/withdrawn.yaml"


@dataclass(frozen=True)
class Order:
    """What is to be withdrawn, why (by language), on which day; and the head of a line in the journals."""

    name: str
    reasons: Text
    date: str
    entry: Entry


@dataclass(frozen=True)
class Step:
    """What came of the order at one place."""

    place: str
    removal: Removal = field(default_factory=Removal)
    error: PublisherError | None = None

    @property
    def did(self) -> bool:
        """Whether anything was changed."""
        return any(self.removal.done.values())


def understood(root: Path) -> Catalogue:
    """Load a catalogue, faulty or not; refuse one that does not tell what is ours."""
    catalogue, problems = load(root)
    of_file = [problem for problem in problems if problem.place.file == CATALOGUE]
    doubt = next((problem for problem in of_file if catalogue is None or _hides_owner(problem)), None)
    if catalogue is None or doubt:
        raise Refused(
            "owner-unknown", place=str(doubt.place if doubt else CATALOGUE), problem=doubt.code if doubt else ""
        )
    return catalogue


def _hides_owner(problem: Problem) -> bool:
    """Whether a problem may hide the owner mark or the prefix of names."""
    return problem.place.pointer.startswith("/ckan")


def misfits(catalogue: Catalogue, order: Order) -> list[Problem]:
    """What is wrong with the entry that an order would make in withdrawn.yaml."""
    text = entry_text("name", _entry(catalogue, order, Known(Kind.DATASET, order.name)))
    document, problems = parse(text, WITHDRAWN)
    fitter = Fitter(catalogue.schemas, problems)
    if document:
        fitter.fit("withdrawn", document)
    return [*problems, *fitter.problems]


def withdraw(catalogue: Catalogue, order: Order, known: Known) -> Step:
    """Enter a name in withdrawn.yaml; nothing is written if it stands there."""
    try:
        done = {} if is_withdrawn(catalogue, order.name) else _declare(catalogue, order, known)
        return Step(WITHDRAWN, Removal(done))
    except PublisherError as error:
        return Step(WITHDRAWN, error=error)
    except OSError as error:
        return Step(WITHDRAWN, error=_system(error))


def take_down(catalogue: Catalogue, places: Sequence[Holder], order: Order) -> Iterator[Step]:
    """Remove a package from each place in turn; enter it in withdrawn.yaml as soon as it is known what it was."""
    known, declared = known_by(catalogue, order.name), False
    for place in places:
        step = _at(place, order)
        yield step
        known = known or step.removal.was
        if known and not declared:
            declared = True
            yield withdraw(catalogue, order, known)


def known_by(catalogue: Catalogue, name: str) -> Known | None:
    """What the catalogue tells of a name."""
    withdrawn = next((entry for entry in catalogue.withdrawn if entry.name == name), None)
    entry = catalogue.package(name) or withdrawn
    if entry is None:
        return None
    others = {language: told for language, told in entry.title.items() if language != catalogue.language}
    return Known(entry.kind, entry.title.get(catalogue.language) or name, others)


def is_withdrawn(catalogue: Catalogue, name: str) -> bool:
    """Whether a name stands in withdrawn.yaml."""
    return any(entry.name == name for entry in catalogue.withdrawn)


def _at(place: Holder, order: Order) -> Step:
    try:
        return Step(place.name, place.take_down(order.name, order.entry))
    except PublisherError as error:
        return Step(place.name, error=error)
    except OSError as error:
        return Step(place.name, error=_system(error))


def _system(error: OSError) -> PublisherError:
    reason = error.strerror or type(error).__name__
    return PublisherError("system-refused", file=str(error.filename or ""), reason=reason)


def _declare(catalogue: Catalogue, order: Order, known: Known) -> Mapping[str, int]:
    """Write the entry into the file, all else as it was; the file is replaced in one step."""
    path = (catalogue.root / WITHDRAWN).resolve()
    entry = _entry(catalogue, order, known)
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        whole = with_entry(text, order.name, entry)
    except UnicodeDecodeError:
        whole = None
    if whole is None:
        raise Refused("withdrawn-unreadable", entry=entry_text(order.name, entry).strip())
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(whole.encode("utf-8"))
    if path.exists():
        shutil.copymode(path, fresh)
    fresh.replace(path)
    return {"entries": 1}


def _entry(catalogue: Catalogue, order: Order, known: Known) -> dict[str, str]:
    titles = {f"title_{language}": title for language, title in known.others.items()}
    main = {"kind": str(known.kind), "title": known.title, **titles, "date": order.date}
    reasons = {f"reason_{language}": reason for language, reason in order.reasons.items()}
    first = f"reason_{catalogue.language}"
    return {**main, "reason": reasons.pop(first, ""), **reasons}
