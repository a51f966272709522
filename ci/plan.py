"""Plans for reviewers: what a change does, as the public sees it; and what an apply to CKAN will do, with its digest.

Run as `plan.py change|ckan CATALOGUE OUT`. All words are the publisher's own, in the language of the catalogue.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

PUBLISHER = (sys.executable, "-m", "publisher")
TOKENS = ("CKAN_API_TOKEN", "CKAN_API_TOKEN_FILE")
SHOWN_DIGEST = 12
# What a plan may end with and still be worth a reviewer's look: errors, a refusal, an unreachable portal.
TOLD = (0, 1, 3, 5)

Done = subprocess.CompletedProcess[str]


def main() -> int:
    """Write the plan that is asked for; give the exit code."""
    asked, catalogue, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    return change(catalogue, out) if asked == "change" else ckan(catalogue, out)


def change(catalogue: Path, out: Path) -> int:
    """Write what a change does to the site since its base, and to CKAN as somebody without a token sees it."""
    nobody = {name: value for name, value in os.environ.items() if name not in TOKENS}
    plans = [_of_site(catalogue, nobody)]
    if nobody.get("CKAN_URL"):
        plans.append(_publisher(catalogue, "plan", "ckan", "--format", "markdown", environment=nobody))
    _tell(out, "\n".join(map(_told, plans)))
    return max((plan.returncode for plan in plans if plan.returncode not in TOLD), default=0)


def ckan(catalogue: Path, out: Path) -> int:
    """Write what an apply to CKAN will do; its digest and the number of changes for the jobs that follow."""
    machine = _publisher(catalogue, "plan", "ckan", "--format", "json")
    plan = _publisher(catalogue, "plan", "ckan", "--format", "markdown", "--all")
    _tell(out, _told(plan))
    if machine.returncode or plan.returncode:
        return machine.returncode or plan.returncode
    read = json.loads(machine.stdout)
    digest, changes = read["digest"] or "", len(read["changes"])
    if changes and (not digest or digest[:SHOWN_DIGEST] not in plan.stdout):
        sys.stderr.write("no digest that reviewers saw: the portal changed meanwhile, or CKAN_API_TOKEN is missing\n")
        return 1
    told = f"EXPECT={digest}\nCHANGES={changes}\n"
    (out / "plan.env").write_text(told, "utf-8")
    _append("GITHUB_OUTPUT", told)
    return 0


def _of_site(catalogue: Path, environment: Mapping[str, str]) -> Done:
    """The plan of the site beside the site of the base; where the base has errors, beside none."""
    with tempfile.TemporaryDirectory() as folder:
        base, site = Path(folder, "base"), Path(folder, "public")
        _git(catalogue, "worktree", "add", "--quiet", "--detach", str(base), _base(catalogue))
        try:
            before = base / _git(catalogue, "rev-parse", "--show-prefix")
            _publisher(before, "apply", "site", site=site, environment=environment)
            return _publisher(catalogue, "plan", "site", "--format", "markdown", site=site, environment=environment)
        finally:
            _git(catalogue, "worktree", "remove", "--force", str(base))


def _base(catalogue: Path) -> str:
    """The commit at which HEAD left the target of the merge; on a machine of one's own, the last commit."""
    branch, commit = os.environ.get("GITHUB_BASE_REF"), os.environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")
    return _git(catalogue, "merge-base", "HEAD", f"origin/{branch}" if branch else commit or "HEAD")


def _publisher(root: Path, *asked: str, site: Path | None = None, environment: Mapping[str, str] | None = None) -> Done:
    where = ["--root", str(root), *(["--site", str(site)] if site else [])]
    return subprocess.run([*PUBLISHER, *where, *asked], capture_output=True, text=True, check=False, env=environment)


def _git(folder: Path, *asked: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *asked], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()


def _told(done: Done) -> str:
    """The plan, and below it what was said against it."""
    said = done.stderr.strip().replace("```", "` ` `")
    return done.stdout + (f"\n```text\n{said}\n```\n" if said else "")


def _tell(out: Path, text: str) -> None:
    (out / "plan.md").write_text(text, "utf-8")
    _append("GITHUB_STEP_SUMMARY", text)
    sys.stderr.write(text)


def _append(variable: str, text: str) -> None:
    """Add to a file that GitHub names, where there is one."""
    if name := os.environ.get(variable):
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main())
