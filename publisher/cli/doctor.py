"""The command `doctor`: what a portal is, what the token may do there, what will work and what will not."""

import datetime
import json
import os
from collections.abc import Sequence

import click

from publisher.cli.commands import FOUND, UNREACHABLE
from publisher.cli.session import Session
from publisher.load import load
from publisher.report.words import Words, one_line
from publisher.targets.ckan.doctor import Finding, Mark, diagnose
from publisher.targets.ckan.facts import Facts, Needs, examine, needs_of

VERSION = 1
_SIGNS = {Mark.FINE: "✓", Mark.NOTE: "!", Mark.BAD: "✗"}


@click.command("doctor")
@click.argument("target", type=click.Choice(["ckan"]))
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def doctor_command(session: Session, target: str, format: str) -> int:
    """Look at a portal; nothing is written."""
    url = os.environ.get("CKAN_URL")
    if not url:
        raise click.UsageError(session.words("no-ckan-url"))
    catalogue, _ = load(session.root)
    portal = catalogue.portal if catalogue else None
    facts = examine(session.connection(url), portal)
    needs = needs_of(catalogue) if catalogue else Needs()
    found = list(diagnose(facts, portal, needs, datetime.datetime.now(datetime.UTC)))
    show = as_json if format == "json" else as_text
    click.echo(show(facts, found, session.words), nl=False)
    return _code(found)


def as_text(facts: Facts, found: Sequence[Finding], words: Words) -> str:
    """One line a finding, then whether publishing will work."""
    lines = [f"{_SIGNS[finding.mark]} {_said(finding, words)}" for finding in found]
    return "\n".join([*lines, words("doctor-bad" if _code(found) else "doctor-fine", url=facts.url)]) + "\n"


def as_json(facts: Facts, found: Sequence[Finding], words: Words) -> str:
    """The versioned form for machines; its schema is schemas/output/doctor.yaml."""
    findings = [
        {
            "mark": str(finding.mark),
            "code": finding.code,
            "args": dict(finding.args),
            "what": _said(finding, words),
        }
        for finding in found
    ]
    told = {"version": VERSION, "url": facts.url, "works": not _code(found), "findings": findings}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _said(finding: Finding, words: Words) -> str:
    """A finding in words; what a portal says of itself may not steer a terminal."""
    return one_line(words(f"doctor.{finding.code}", **finding.args))


def _code(found: Sequence[Finding]) -> int:
    """0 if publishing will work; else what kind of trouble it is."""
    bad = {finding.code for finding in found if finding.mark is Mark.BAD}
    if "token-not-accepted" in bad:
        return UNREACHABLE
    return FOUND if bad else 0
