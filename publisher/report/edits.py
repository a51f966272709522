"""What others changed on a target, in words. Pure."""

import itertools
import json
from collections.abc import Sequence

from publisher.plan import Edit
from publisher.report.plans import words_changed
from publisher.report.words import Words, one_line

VERSION = 1


def as_text(edits: Sequence[Edit], words: Words) -> str:
    """A line for each entry, and below it each value: as the catalogue wants it, then as it is there."""
    lines = []
    for key, of_key in itertools.groupby(edits, key=lambda edit: edit.key):
        lines.append(f"  ~ {key}")
        lines += [f"      {edit.field}: {words_changed(edit.wanted, edit.there, words)}" for edit in of_key]
    return "".join(f"{one_line(line)}\n" for line in lines)


def as_json(edits: Sequence[Edit], words: Words) -> str:
    """The versioned form for machines; its schema is schemas/output/drift.yaml."""
    told = [
        {"key": edit.key, "field": edit.field, "there": edit.there, "wanted": edit.wanted}
        for edit in edits
    ]  # fmt: skip
    return json.dumps({"version": VERSION, "edits": told}, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": as_text, "json": as_json}
