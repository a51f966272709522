"""What tests need besides Python: real CKAN portals, a browser, tools from npm and Go. Run as `python -m tests.needs`.

Each is set up if it can be. What cannot be is said in one line with the reason; its tests are skipped, or fail
when STRICT=1.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from tests.stack.portals import DEFAULT, PORTALS

REPOSITORY = Path(__file__).parents[1]
TOOLS = REPOSITORY / "tests" / "browser"
EDITOR = REPOSITORY / "tests" / "editor"
ELEVENTY = REPOSITORY / "tests" / "bench" / "sites" / "eleventy"
ACTIONLINT = "v1.7.12"
STACK = (sys.executable, "-m", "tests.stack")


class Missing(Exception):
    """Something that the tests need is not there; the message says why."""


def strict() -> bool:
    """Tell whether a missing need is a failure."""
    return os.environ.get("STRICT") == "1"


def portals() -> None:
    """Boot all CKAN portals beside each other, which is quicker than one after the other."""
    _run([*STACK, "up", *(portal.name for portal in PORTALS)], "CKAN did not start")


@cache
def ckan(name: str = DEFAULT.name) -> dict[str, str]:
    """Boot one CKAN portal; give its address, its tokens and the file that logs its requests."""
    _run([*STACK, "up", name], f"{name} did not start")
    paths = json.loads(_run([*STACK, "paths", name], f"{name} is not there"))
    files = {name: path for name, path in paths.items() if name.endswith("token_file")}
    tokens = {name.removesuffix("_file"): Path(path).read_text().strip() for name, path in files.items()}
    return {**paths, **tokens}


@cache
def browser() -> str:
    """Find Chromium; root may install it."""
    if not (found := shutil.which("chromium") or shutil.which("chromium-browser")):
        _install("chromium")
        found = shutil.which("chromium")
    if not found:
        raise Missing("no Chromium: sudo apt-get install chromium")
    return found


@cache
def server(program: str, package: str) -> str:
    """Find a web server; root may install it, without starting it."""
    folders = f"{os.environ.get('PATH', '')}:/usr/sbin"
    if not (found := shutil.which(program, path=folders)):
        _install(package)
        found = shutil.which(program, path=folders)
    if not found:
        raise Missing(f"no {program}: sudo apt-get install {package}")
    return found


def nginx() -> str:
    """The web server that most sites are served by."""
    return server("nginx", "nginx-light")


def apache() -> str:
    """The web server that many agencies have."""
    return server("apache2", "apache2")


@cache
def npm_tools() -> Path:
    """Install the checkers of pages from npm by their lock file."""
    modules = _from_npm(TOOLS)
    if not shutil.which("java"):
        _install("default-jre-headless")
    return modules


@cache
def libraries() -> None:
    """Bring in the libraries of the site, as `make libraries` does."""
    command = [sys.executable, "ci/libraries.py", "site_templates/libraries", "requirements-npm.txt"]
    _run(command, "no search", {**os.environ, "STRICT": "1"})


@cache
def editor() -> Path:
    """Install the language server of YAML, and the official schema of SARIF, from npm by their lock file."""
    return _from_npm(EDITOR)


@cache
def eleventy() -> Path:
    """Install Eleventy from npm by its lock file; the bench measures the site beside it."""
    return _from_npm(ELEVENTY)


@cache
def actionlint() -> Path:
    """Build the checker of GitHub workflows from its Go module, at the version that is known to suit them."""
    if not shutil.which("go"):
        raise Missing("no Go: sudo apt-get install golang-go")
    program = REPOSITORY / ".cache" / f"actionlint-{ACTIONLINT}" / "actionlint"
    if not program.is_file():
        module = f"github.com/rhysd/actionlint/cmd/actionlint@{ACTIONLINT}"
        _run(["go", "install", module], "go install failed", {**os.environ, "GOBIN": str(program.parent)})
    return program


def _from_npm(folder: Path) -> Path:
    if not shutil.which("npm"):
        raise Missing("no npm: sudo apt-get install nodejs npm")
    made, lock = folder / "node_modules" / ".package-lock.json", folder / "package-lock.json"
    if not made.is_file() or made.stat().st_mtime < lock.stat().st_mtime:
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)], "npm ci failed")
        made.touch()
    return folder / "node_modules"


def validators() -> Path:
    """The folder of independent validators' shapes, which are not part of the project."""
    folder = os.environ.get("VALIDATORS")
    if not folder or not Path(folder).is_dir():
        raise Missing("VALIDATORS names no folder of official profiles")
    return Path(folder)


NEEDS: dict[str, Callable[[], object]] = {
    f"{len(PORTALS)} CKAN portals": portals,
    "Chromium": browser,
    "npm tools": npm_tools,
    "the libraries of the site": libraries,
    "nginx": nginx,
    "Apache": apache,
    "the language server of YAML": editor,
    "Eleventy": eleventy,
    "actionlint": actionlint,
    "validators": validators,
}


def main() -> int:
    """Set up everything; say what is missing; fail on that when STRICT=1."""
    missing = 0
    for name, need in NEEDS.items():
        _say(f"tests need {name} … ")
        try:
            need()
            _say("ready\n")
        except Missing as reason:
            missing += 1
            _say(f"skipped: {reason}\n")
    return 1 if missing and strict() else 0


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _install(package: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(f"not installed: sudo apt-get install {package}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # no service is started
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]
    _run([*apt, "update"], "apt-get update failed", quiet)
    _run([*apt, "install", "--yes", "--no-install-recommends", package], f"cannot install {package}", quiet)


def _run(command: Sequence[str], failure: str, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [""]
        # The stack says what failed, then shows the end of a log.
        cause = next((line for line in lines if line.startswith("stack: ")), lines[-1])
        raise Missing(f"{failure}: {cause.removeprefix('stack: ')}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
