"""What is posted on GitHub is text that nobody vouches for, in one comment or issue of ours; `gh` has a stand-in."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ci import post
from tests.conftest import REPOSITORY

BOT = {"login": post.BOT}
SHA, OTHER = "a" * 40, "b" * 40
PLAN = "### site: 1 to create\n\n```diff\n+ database/x\n```\n"
World = dict[str, Any]
Post = Callable[..., tuple[int, Any, Any]]  # exit code, what was written, what was asked

# Answers as GitHub does, from a file; notes what was asked, and does what is to be written.
GH = """#!{python}
import json, pathlib, shutil, sys
folder = pathlib.Path({folder!r})
world = json.loads((folder / "world.json").read_text())
asked = sys.argv[1:]
with (folder / "asked.jsonl").open("a") as file:
    file.write(json.dumps(asked) + "\\n")
if asked[:2] == ["run", "download"]:
    shutil.copytree(folder / "artifact", asked[asked.index("--dir") + 1], dirs_exist_ok=True, symlinks=True)
elif "--slurp" in asked:
    print(json.dumps(world[asked[-1]]))
elif asked[:3] == ["api", "--method", "GET"]:
    print(json.dumps(world[asked[3]]))
else:
    world.setdefault("written", []).append([asked[2], asked[3], json.load(sys.stdin)])
    (folder / "world.json").write_text(json.dumps(world))
"""


@pytest.fixture
def posting(tmp_path: Path) -> Post:
    """Run a posting against a world; give its exit code, what it wrote and what it asked."""

    def run(world: World, *asked: str, artifact: str | Path | None = PLAN, **told: str) -> tuple[int, Any, Any]:
        (tmp_path / "world.json").write_text(json.dumps(world), "utf-8")
        (tmp_path / "artifact").mkdir()
        plan = tmp_path / "artifact" / "plan.md"
        if isinstance(artifact, Path):
            plan.symlink_to(artifact)
        elif artifact is not None:
            plan.write_text(artifact, "utf-8")
        program = tmp_path / "bin" / "gh"
        program.parent.mkdir()
        program.write_text(GH.format(python=sys.executable, folder=str(tmp_path)), "utf-8")
        program.chmod(stat.S_IRWXU)
        command = ["make", "--no-print-directory", f"OUT={tmp_path}", *asked]
        done = subprocess.run(command, cwd=REPOSITORY, env=_environment(program.parent, told), check=False)
        noted = tmp_path / "asked.jsonl"
        calls = [json.loads(line) for line in noted.read_text("utf-8").splitlines()] if noted.exists() else []
        return done.returncode, json.loads((tmp_path / "world.json").read_text("utf-8")).get("written", []), calls

    return run


def _environment(programs: Path, told: Mapping[str, str]) -> dict[str, str]:
    github = {"GITHUB_REPOSITORY": "o/r", "GITHUB_SERVER_URL": "https://git.example", "RUN_ID": "7", "HEAD_SHA": SHA}
    github |= {"HEAD_OWNER": "fork", "HEAD_BRANCH": "change", "PYTHON": sys.executable}
    return {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", **github, **told}


def _world(comments: list[Any] | None = None, sha: str = SHA, size: int = 300) -> World:
    return {
        "repos/o/r/pulls": [{"number": 3, "head": {"sha": sha}}],
        "repos/o/r/actions/runs/7/artifacts": [{"artifacts": [{"name": "plan", "size_in_bytes": size}]}],
        "repos/o/r/issues/3/comments": [comments or []],
    }


def _issues(*issues: Any) -> World:
    return {"repos/o/r/issues?state=open": [list(issues)]}


def test_a_plan_becomes_one_comment(posting: Post) -> None:
    code, written, _ = posting(_world(), "post-plan")
    assert code == 0
    [(method, address, content)] = written
    assert (method, address) == ("POST", "repos/o/r/issues/3/comments")
    assert content["body"].startswith(post.PLAN)
    assert "https://git.example/o/r/actions/runs/7" in content["body"]
    assert "+ database/x" in content["body"]


def test_a_second_plan_updates_the_comment(posting: Post) -> None:
    others = [{"id": 1, "body": f"{post.PLAN} by somebody else", "user": {"login": "mallory"}}]
    ours = [{"id": 2, "body": "Another of the bot", "user": BOT}, {"id": 5, "body": f"{post.PLAN}\nold", "user": BOT}]
    code, written, _ = posting(_world(others + ours), "post-plan")
    assert code == 0
    assert [one[:2] for one in written] == [["PATCH", "repos/o/r/issues/comments/5"]]


def test_a_plan_of_a_commit_that_is_no_longer_the_last_is_not_posted(posting: Post) -> None:
    code, written, calls = posting(_world(sha=OTHER), "post-plan")
    assert (code, written) == (0, [])
    assert len(calls) == 1


@pytest.mark.parametrize(("size", "posted"), [(post.MAX_ARTIFACT, True), (post.MAX_ARTIFACT + 1, False), (0, False)])
def test_an_artifact_of_too_many_bytes_is_not_even_downloaded(posting: Post, size: int, posted: bool) -> None:
    code, written, calls = posting(_world(size=size), "post-plan")
    assert (code == 0, bool(written)) == (posted, posted)
    assert any(call[:2] == ["run", "download"] for call in calls) == posted


@pytest.mark.parametrize("artifact", ["a link", None, ""], ids=["a link", "no plan", "an empty plan"])
def test_only_an_ordinary_file_with_a_plan_is_posted(posting: Post, tmp_path: Path, artifact: str | None) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a-secret", "utf-8")
    code, written, calls = posting(_world(), "post-plan", artifact=secret if artifact == "a link" else artifact)
    assert any(call[:2] == ["run", "download"] for call in calls)
    assert (code, written) == (2, [])


def test_the_branch_of_a_stranger_stays_one_argument(posting: Post) -> None:
    branch = "$(touch oh-no);`id`&&-x"
    _, _, calls = posting(_world(), "post-plan", HEAD_BRANCH=branch)
    assert f"head=fork:{branch}" in calls[0]


def test_what_is_found_opens_one_issue(posting: Post, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("a line [update-overdue]\n", "utf-8")
    code, written, _ = posting(_issues({"number": 1, "body": "other", "user": BOT}), "post-report")
    assert code == 0
    assert [one[:2] for one in written] == [["POST", "repos/o/r/issues"]]
    assert written[0][2]["title"] == post.TITLE


@pytest.mark.parametrize(
    ("text", "sent"), [("still\n", {"body": f"{post.REPORT}\n{post.quoted('still')}"}), ("", {"state": "closed"})]
)
def test_the_issue_is_updated_and_in_the_end_closed(
    posting: Post, tmp_path: Path, text: str, sent: dict[str, str]
) -> None:
    (tmp_path / "report.txt").write_text(text, "utf-8")
    request = {"number": 4, "body": post.REPORT, "user": BOT, "pull_request": {}}
    code, written, _ = posting(_issues(request, {"number": 9, "body": post.REPORT, "user": BOT}), "post-report")
    assert code == 0
    assert written == [["PATCH", "repos/o/r/issues/9", sent]]


def test_nothing_found_and_no_issue_writes_nothing(posting: Post, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("", "utf-8")
    assert posting(_issues(), "post-report")[:2] == (0, [])


@given(st.text(alphabet=st.sampled_from("`~\n\r ab<!-->@[]()\u202e\x00\ufeffễ"), max_size=200))
def test_a_text_cannot_leave_its_block(text: str) -> None:
    quoted = post.quoted(text)
    assert quoted.startswith("```diff\n")
    assert quoted.endswith("\n```\n")
    assert "```" not in quoted[len("```diff\n") : -len("```\n")]
    assert not set("\r\x00\u202e\ufeff") & set(quoted)


def test_vietnamese_stays_as_it_is() -> None:
    text = "~ database/x: 'Số liệu dân số' → 'Số liệu 53 dân tộc'"
    assert text in post.quoted(text)


@pytest.mark.parametrize(("length", "cut"), [(post.MAX_TEXT, False), (post.MAX_TEXT + 1, True)])
def test_a_text_is_cut_at_its_limit(length: int, cut: bool) -> None:
    quoted = post.quoted("x" * length)
    assert post.CUT.strip() in quoted if cut else post.CUT.strip() not in quoted
    assert quoted.count("x") == post.MAX_TEXT
