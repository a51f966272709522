"""The command that shows the site while its catalogue is edited."""

import signal
import tempfile
import threading
from pathlib import Path

import click

from publisher.cli.session import Session
from publisher.cli.terms import with_terms
from publisher.serve import Built, Preview
from publisher.serve.server import HOST, listen

PORT = 8000


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.pass_obj
@with_terms
def serve_command(session: Session, port: int) -> int:
    """Show the site while the catalogue is edited."""
    words = session.words

    with tempfile.TemporaryDirectory(prefix="publisher-preview-") as folder:
        preview = Preview(session.root, Path(folder), session.terms)
        try:
            server = listen(preview, port, lambda built: _lines(session, built), words("preview-errors"))
        except OSError as error:
            raise click.UsageError(words("preview-port", port=port, reason=error.strerror)) from None
        session.tell_gaps()
        _tell(session, preview.build())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        click.echo(words("preview-at", address=f"http://{HOST}:{server.server_port}/"))
        try:
            for built in preview.builds(_until_told()):
                _tell(session, built)
        finally:
            server.shutdown()
            server.server_close()
    return 0


def _until_told() -> threading.Event:
    """An event that Ctrl-C sets, and whoever ends the program, even where a shell has told it to heed no Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _tell(session: Session, built: Built) -> None:
    """Say what came of a build."""
    for line in _lines(session, built):
        click.echo(line)
    if not built.errors:
        click.echo(session.words("preview-built", seconds=f"{built.seconds:.2f}"))


def _lines(session: Session, built: Built) -> list[str]:
    """The errors of a build, a line each."""
    words = session.words
    return [f"{problem.place}: {words.sentence(problem)} [{problem.code}]" for problem in built.errors]
