"""What changed in the folder of a catalogue, as git knows it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import click

from publisher.report.words import Words


@dataclass(frozen=True)
class Git:
    """The repository around a catalogue; `words` say what is wrong with it."""

    root: Path
    words: Words

    def before(self) -> str:
        """What a change is compared with if nobody says: the target of a merge on a build server, upstream, or HEAD."""
        branch, commit = os.environ.get("GITHUB_BASE_REF"), os.environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")
        return f"origin/{branch}" if branch else commit or self._upstream()

    def changed_since(self, revision: str) -> frozenset[str]:
        """Files below the root that differ from where HEAD and a revision parted, and those that git does not know."""
        base = self._base(revision)
        worktree = self._told("diff", "--name-only", "--no-renames", "--relative", "-z", base)
        index = self._told("diff", "--cached", "--name-only", "--no-renames", "--relative", "-z", base)
        unknown = self._told("ls-files", "--others", "--exclude-standard", "-z")
        return frozenset(os.fsdecode(name) for name in (worktree + index + unknown).split(b"\0") if name)

    def prefix(self) -> str:
        """The path of the root from the top of its repository, ending in a slash; nothing where there is no git."""
        done = self._run("rev-parse", "--show-prefix")
        return os.fsdecode(done.stdout.rstrip(b"\n")) if done and done.returncode == 0 else ""

    def _upstream(self) -> str:
        done = self._run("rev-parse", "--verify", "--quiet", "@{upstream}^{commit}")
        return "@{upstream}" if done and done.returncode == 0 else "HEAD"

    def _base(self, revision: str) -> str:
        """The commit at which HEAD left a revision."""
        self._told("rev-parse", "--git-dir")
        named = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if not named or named.returncode != 0:
            raise self._wrong("no-revision", revision)
        commit = os.fsdecode(named.stdout.strip())
        shared = self._run("merge-base", "HEAD", commit)
        if not shared or shared.returncode != 0:
            raise self._wrong("no-common-commit", revision)
        return os.fsdecode(shared.stdout.strip())

    def _wrong(self, key: str, revision: str) -> click.UsageError:
        shallow = self._told("rev-parse", "--is-shallow-repository").strip() == b"true"
        return click.UsageError(self.words("shallow-clone" if shallow else key, revision=revision))

    def _told(self, *asked: str) -> bytes:
        done = self._run(*asked)
        if done and done.returncode == 0:
            return done.stdout
        said = os.fsdecode(done.stderr).strip().splitlines() if done else ["git"]
        reason = said[0] if said else "git"
        raise click.UsageError(self.words("no-git", root=self.root, reason=reason))

    def _run(self, *asked: str) -> subprocess.CompletedProcess[bytes] | None:
        """Ask git; nothing where there is no git."""
        try:
            return subprocess.run(["git", "-C", str(self.root), *asked], capture_output=True, check=False)
        except OSError:
            return None
