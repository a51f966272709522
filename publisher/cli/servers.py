"""The command that prints what a web server should do with the site."""

import click

from publisher.cli.commands import sound
from publisher.cli.session import Session
from publisher.cli.terms import with_terms
from publisher.exports.servers import SERVERS


@click.command("server-config")
@click.argument("server", type=click.Choice(list(SERVERS)))
@click.pass_obj
@with_terms
def server_command(session: Session, server: str) -> int:
    """Print what a web server should do with the site."""
    click.echo(SERVERS[server](sound(session)), nl=False)
    return 0
