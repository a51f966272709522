"""What a schedule looks for: what others changed on CKAN, and data that is overdue. Run as `watch.py CATALOGUE OUT`.

Writes OUT/report.txt, which is empty where there is nothing to say. All words are the publisher's own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OVERDUE = ("update-overdue", "update-long-overdue", "review-overdue", "planned-overdue")


def main() -> int:
    """Write the report; fail where the catalogue or the portal cannot be looked at."""
    root, out = sys.argv[1], Path(sys.argv[2])
    asked = [["check", "--format", "json"]]
    if os.environ.get("CKAN_URL"):
        asked.append(["drift", "ckan", "--exit-code"])
    done = [_publisher(root, one) for one in asked]
    failed = [one.returncode for one in done if one.returncode not in (0, 1) or (one.returncode and one.stderr)]
    out.mkdir(parents=True, exist_ok=True)
    report = _overdue(done[0].stdout) + "".join(one.stdout for one in done[1:] if one.returncode)
    (out / "report.txt").write_text(report, "utf-8")
    sys.stderr.write(report)
    return max(failed, default=0)


def _publisher(root: str, asked: Sequence[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "publisher", "--root", root, *asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    sys.stderr.write(done.stderr)
    return done


def _overdue(checked: str) -> str:
    """A line for each file whose data, list or promise is overdue."""
    found = json.loads(checked)["problems"] if checked else []
    return "".join(f"{p['file']}:{p['line']}: {p['what']} [{p['code']}]\n" for p in found if p["code"] in OVERDUE)


if __name__ == "__main__":
    sys.exit(main())
