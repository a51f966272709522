"""What actionlint says of the workflows; run as `python -m tests.ci.actionlint` by `make lint`."""

import subprocess
import sys

from tests import needs


def main() -> int:
    """Give the exit code of actionlint; where it cannot be had, say so, and fail only when STRICT=1."""
    try:
        return subprocess.run([needs.actionlint()], cwd=needs.REPOSITORY, check=False).returncode
    except needs.Missing as reason:
        sys.stderr.write(f"lint without actionlint: {reason}\n")
        return 1 if needs.strict() else 0


if __name__ == "__main__":
    sys.exit(main())
