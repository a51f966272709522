"""What overlaps in a catalogue, in words. Pure."""

import json
from collections.abc import Sequence

from publisher.report.words import Words, one_line
from publisher.rules.overlap import Ground, Overlap

VERSION = 1
_SAID = {
    Ground.COLUMNS: "overlap.columns",
    Ground.TITLES: "overlap.titles",
    Ground.RECORDED: "overlap.recorded",
}


def as_text(found: Sequence[Overlap], words: Words) -> str:
    """Two lines a pair: which, and what they share; then how many pairs nobody has decided on."""
    lines = []
    for each in found:
        lines.append(f"{each.one} ~ {each.other}")
        args = {"jaccard": f"{each.jaccard:.2f}", "containment": f"{each.containment:.2f}"}
        said = [words(_SAID[each.ground], shared=", ".join(each.shared), **args)]
        said += [words("overlap.decided", relations=", ".join(each.relations))] if each.relations else []
        lines.append("    " + "; ".join(said))
    open_ones = sum(not each.relations for each in found)
    lines.append(words("overlap-sum", pairs=len(found), open=open_ones) if found else words("overlap-none"))
    return "".join(f"{one_line(line)}\n" for line in lines)


def as_json(found: Sequence[Overlap], words: Words) -> str:
    """The versioned form for machines; its schema is schemas/output/overlap.yaml."""
    told = [
        {
            "one": each.one,
            "other": each.other,
            "ground": str(each.ground),
            "jaccard": each.jaccard,
            "containment": each.containment,
            "shared": list(each.shared),
            "relations": list(each.relations),
        }
        for each in found
    ]
    return json.dumps({"version": VERSION, "overlaps": told}, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": as_text, "json": as_json}
