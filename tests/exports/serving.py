"""Real web servers on this machine, with the configuration that we print and nothing else of their own."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests import needs
from tests.conftest import need
from tests.ports import free

MODULES = ("mpm_event", "authz_core", "mime", "dir", "headers", "rewrite", "alias")
TRIES = 400


@contextmanager
def nginx(work: Path, root: Path, piece: str) -> Iterator[str]:
    """Serve a folder by nginx; give its address."""
    program, (port,) = need(needs.nginx), free()
    shutil.copy("/etc/nginx/mime.types", work)
    (work / "piece.conf").write_text(piece)
    user = "user root;\n" if os.geteuid() == 0 else ""
    kept = "".join(
        f"{name}_temp_path {work}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (work / "nginx.conf").write_text(
        f"{user}daemon off;\npid {work}/pid;\nerror_log {work}/log;\nevents {{}}\nhttp {{\naccess_log off;\n{kept}"
        f"server {{\nlisten 127.0.0.1:{port};\nroot {root};\ninclude {work}/piece.conf;\n}}\n}}\n"
    )
    with _running([program, "-c", str(work / "nginx.conf"), "-e", str(work / "log")], port) as address:
        yield address


@contextmanager
def apache(work: Path, root: Path, piece: str) -> Iterator[str]:
    """Serve a folder by Apache; give its address."""
    program, (port,) = need(needs.apache), free()
    (work / "piece.conf").write_text(piece)
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in MODULES)
    (work / "apache.conf").write_text(
        f"ServerRoot {work}\nServerName localhost\nPidFile {work}/pid\nErrorLog {work}/log\nMutex pthread\n"
        f"Listen 127.0.0.1:{port}\n{modules}{user}TypesConfig /etc/mime.types\n"
        f"<VirtualHost *:{port}>\nDocumentRoot {root}\n<Directory {root}>\nRequire all granted\n</Directory>\n"
        f"Include {work}/piece.conf\n</VirtualHost>\n"
    )
    with _running([program, "-f", str(work / "apache.conf"), "-DFOREGROUND"], port) as address:
        yield address


@contextmanager
def _running(command: list[str], port: int) -> Iterator[str]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()


def _wait(process: subprocess.Popen[str], port: int) -> None:
    """Wait until the server listens, or has ended because it does not like its configuration."""
    for _ in range(TRIES):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            break
    told = process.communicate()[0] if process.poll() is not None else "it does not listen"
    raise AssertionError(told)
