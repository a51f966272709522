"""Post on GitHub, with its own client `gh`: one comment with a plan, one issue with a report: `post.py plan|report`.

What is posted was made from a contributor's files or from a portal, so it is text that nobody vouches for: it is cut
to a size, stands in a block of code that it cannot end, and never reaches a shell. Which pull request it belongs to is
asked of GitHub, not of the text.
"""

import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PLAN, REPORT = "<!-- publisher: plan -->", "<!-- publisher: report -->"
TITLE = "Danh mục cần xem lại / The catalogue needs a look"
BOT = "github-actions[bot]"
MAX_ARTIFACT = 256 * 1024  # bytes, packed
MAX_TEXT = 60_000  # characters; GitHub takes 65,536 in a comment or an issue
CUT = "\n…\n"


def main() -> int:
    """Post what is asked for; give the exit code."""
    return post_plan(os.environ) if sys.argv[1] == "plan" else post_report(os.environ, Path(sys.argv[2]))


def post_plan(told: Mapping[str, str]) -> int:
    """Post the plan of a finished run as the one comment of its pull request."""
    repository, run, commit = told["GITHUB_REPOSITORY"], told["RUN_ID"], told["HEAD_SHA"]
    number = _pull_request(repository, told["HEAD_OWNER"], told["HEAD_BRANCH"], commit)
    if number is None:
        return _say("no open pull request has this commit as its last: nothing to post", 0)
    packed = {
        a["name"]: a["size_in_bytes"] for a in _all(f"repos/{repository}/actions/runs/{run}/artifacts", "artifacts")
    }
    if not 0 < packed.get("plan", 0) <= MAX_ARTIFACT:
        return _say(f"the run has no plan of at most {MAX_ARTIFACT} bytes", 1)
    plan = _downloaded(repository, run)
    if not plan.strip():
        return _say("the artifact holds no plan", 1)
    address = f"{told['GITHUB_SERVER_URL']}/{repository}/actions/runs/{run}"
    body = f"{PLAN}\n`publisher plan` {commit[:12]}: {address}\n\n{quoted(plan)}"
    comments = f"repos/{repository}/issues/{number}/comments"
    old = next((comment["id"] for comment in _all(comments) if _ours(comment, PLAN)), None)
    if old:
        _send("PATCH", f"repos/{repository}/issues/comments/{old}", {"body": body})
    else:
        _send("POST", comments, {"body": body})
    return _say(f"pull request {number}: the plan is posted", 0)


def post_report(told: Mapping[str, str], file: Path) -> int:
    """Open or update the one issue that holds the report; close it when there is nothing left to report."""
    repository, text = told["GITHUB_REPOSITORY"], file.read_text("utf-8", errors="replace")
    issues = f"repos/{repository}/issues"
    old = next((issue["number"] for issue in _all(f"{issues}?state=open") if _ours(issue, REPORT)), None)
    body = f"{REPORT}\n{quoted(text)}"
    if not text.strip():
        if old:
            _send("PATCH", f"{issues}/{old}", {"state": "closed"})
        return _say("nothing to report", 0)
    if old:
        _send("PATCH", f"{issues}/{old}", {"body": body})
    else:
        _send("POST", issues, {"title": TITLE, "body": body})
    return _say("the report is posted", 0)


def quoted(text: str) -> str:
    """A text as a block of code that it cannot end, of a bounded size, without characters that do not show."""
    shown = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    lines = [line for line in shown.split("\n") if not line.startswith("```")]
    plain = "\n".join(lines).replace("```", "` ` `").strip("\n")
    return f"```diff\n{plain if len(plain) <= MAX_TEXT else plain[:MAX_TEXT] + CUT}\n```\n"


def _pull_request(repository: str, owner: str, branch: str, commit: str) -> int | None:
    """The open pull request of a branch whose last commit is this one."""
    fields = ["-f", "state=open", "-f", f"head={owner}:{branch}"]
    found = json.loads(_gh("api", "--method", "GET", f"repos/{repository}/pulls", *fields))
    return next((int(one["number"]) for one in found if one["head"]["sha"] == commit), None)


def _downloaded(repository: str, run: str) -> str:
    """The beginning of the plan in a run's artifact, if it is an ordinary file."""
    with tempfile.TemporaryDirectory() as folder:
        _gh("run", "download", run, "--repo", repository, "--name", "plan", "--dir", folder)
        path = Path(folder, "plan.md")
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(MAX_TEXT + 1)


def _all(address: str, within: str = "") -> Iterator[dict[str, Any]]:
    """Every item of all pages of an answer."""
    for page in json.loads(_gh("api", "--paginate", "--slurp", address)):
        yield from page[within] if within else page


def _ours(posted: Mapping[str, Any], marker: str) -> bool:
    """Whether we posted it: a marker alone could be anybody's."""
    written = str(posted.get("body") or "").startswith(marker) and posted["user"]["login"] == BOT
    return written and "pull_request" not in posted


def _send(method: str, address: str, content: Mapping[str, str]) -> None:
    _gh("api", "--method", method, address, "--input", "-", "--silent", told=json.dumps(content))


def _gh(*asked: str, told: str | None = None) -> str:
    return subprocess.run(["gh", *asked], input=told, stdout=subprocess.PIPE, text=True, check=True).stdout


def _say(text: str, code: int) -> int:
    sys.stderr.write(f"{text}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
