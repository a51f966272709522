"""Plans in words: what would be created, updated, withdrawn, down to words and rows. Pure."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publisher.plan import Change, Plan, Reason, Verb
from publisher.report.words import Words, one_line
from publisher.tables import RowChange, RowChanges

VERSION = 1
SHOWN = 30
MAX_VALUE = 60
_SIGNS = {Verb.CREATE: "+", Verb.UPDATE: "~", Verb.WITHDRAW: "-"}

Rows = Mapping[str, RowChanges]


def as_text(plan: Plan, rows: Rows, words: Words, limit: int | None = SHOWN) -> str:
    """One line a change, its fields and rows below it, then the sums."""
    if not plan.changes:
        told = [words("plan-empty", target=plan.target, unchanged=plan.unchanged)]
        return "\n".join([*told, *([words("plan-public")] if plan.public_view else [])]) + "\n"
    shown = plan.changes if limit is None else plan.changes[:limit]
    lines = [one_line(line) for change in shown for line in _change(change, rows, words)]
    if len(shown) < len(plan.changes):
        lines.append("  " + words("more", count=len(plan.changes) - len(shown)))
    return "\n".join([*lines, _summary(plan, words)]) + "\n"


def as_markdown(plan: Plan, rows: Rows, words: Words, limit: int | None = SHOWN) -> str:
    """The text as a block of a comment, under its sums."""
    body = as_text(plan, rows, words, limit)
    if not plan.changes:
        return f"### {body}"
    body = "\n".join(line.removeprefix("  ") for line in body.split("\n"))  # a sign counts in the first column only
    summary = _summary(plan, words).splitlines()[0]
    return f"### {summary}\n\n```diff\n{body.replace('```', '` ` `')}```\n"


def as_json(plan: Plan, rows: Rows, words: Words, limit: int | None = None) -> str:
    """The versioned form for machines; its schema is schemas/output/plan.yaml."""
    told = {
        "version": VERSION,
        "target": plan.target,
        "owner": plan.owner,
        "digest": plan.digest,
        "unchanged": plan.unchanged,
        "changes": plan.as_data(),
        "rows": {key: {"added": r.added, "changed": r.changed, "removed": r.removed} for key, r in rows.items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": as_text, "json": as_json, "markdown": as_markdown}


def reasons(target: str, found: Sequence[Reason], words: Words) -> str:
    """Why a plan is refused, and what to do."""
    lines = [words("refused", target=target)]
    for reason in found:
        lines.append(f"  {words.problem(reason.code, reason.args, 'what')} [{reason.code}]")
        lines.append(f"    {words('fix')}: {words.problem(reason.code, reason.args, 'fix')}")
    return "\n".join(lines) + "\n"


def _summary(plan: Plan, words: Words) -> str:
    sums = {str(verb): plan.count(verb) for verb in Verb}
    line = words("plan-summary", target=plan.target, unchanged=plan.unchanged, **sums)
    digest = words("plan-digest", digest=plan.digest[:12]) if plan.digest else words("plan-public")
    return f"{line}; {digest}" if plan.digest else f"{line}\n{digest}"


def _change(change: Change, rows: Rows, words: Words) -> Iterator[str]:
    yield f"  {_SIGNS[change.verb]} {change.key}"
    before = change.before.value if change.before else None
    after = change.after.value if change.after else None
    if isinstance(before, dict) and isinstance(after, dict):
        for path, old, new in _differences(before, after, ""):
            yield f"      {path}: {words_changed(old, new, words)}"
    for key, changes in rows.items():
        if key.partition("#")[0] == change.key:
            yield from _rows(key.partition("#")[2], changes, words)


def _differences(before: Any, after: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield the innermost values that differ, by their path."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from _differences(before.get(key), after.get(key), f"{path}.{key}" if path else key)
    elif _keyed(before) and _keyed(after):
        old, new = {r["id"]: r for r in before}, {r["id"]: r for r in after}
        yield from _differences(old, new, path)
        if old.keys() == new.keys() and list(old) != list(new):
            yield path, list(old), list(new)
    elif before != after:
        yield path, before, after


def _keyed(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) and "id" in item for item in value)


def words_changed(old: Any, new: Any, words: Words) -> str:
    """Two values; of two long texts only the words that changed, in their surroundings."""
    long = isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > MAX_VALUE
    if long and (runs := " … ".join(_changed_runs(old.split(), new.split()))):
        return runs
    return f"{_shown(old, words)} → {_shown(new, words)}"


def _changed_runs(old: list[str], new: list[str]) -> Iterator[str]:
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            around = " ".join(new[max(0, c - 2) : c])
            removed = f"[-{' '.join(old[a:b])}-]" if a < b else ""
            added = f"{{+{' '.join(new[c:d])}+}}" if c < d else ""
            yield " ".join(part for part in (around, removed, added) if part)


def _shown(value: Any, words: Words) -> str:
    if value is None:
        return words("nothing")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}'" if len(text) <= MAX_VALUE else f"'{text[: MAX_VALUE - 1]}…'"


def _rows(name: str, changes: RowChanges, words: Words) -> Iterator[str]:
    sums = words("rows", added=changes.added, changed=changes.changed, removed=changes.removed)
    yield f"      {name}: {sums}"
    if changes.columns_added or changes.columns_removed:
        added, removed = ", ".join(changes.columns_added), ", ".join(changes.columns_removed)
        none = words("nothing")
        yield f"        {words('columns', added=added or none, removed=removed or none)}"
    for sample in changes.samples:
        yield f"        {_row(sample)}"


def _row(change: RowChange) -> str:
    key = ", ".join(change.key)
    if change.before is None:
        return f"+ {key}"
    if change.after is None:
        return f"- {key}"
    cells = "; ".join(f"{c}: {change.before[c]} → {change.after[c]}" for c in change.after)
    return f"~ {key}: {cells}"
