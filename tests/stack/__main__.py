"""The command line: python3 -m tests.stack COMMAND."""

import argparse
import json
import shlex
import sys

from . import accounts, ckan, stack
from .places import Place, find_place
from .portals import PORTALS, Portal, find_portals
from .report import StackError


def main() -> int:
    """Run one command; an expected failure is one message and exit code 1."""
    arguments = _parser().parse_args()
    try:
        _dispatch(find_place(), arguments)
    except StackError as error:
        sys.stderr.write(f"stack: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("stack: interrupted; the command 'stop' ends what was started\n")
        return 130
    return 0


def _dispatch(place: Place, arguments: argparse.Namespace) -> None:
    if arguments.command == "up":
        portals = find_portals(arguments.portals)
        stack.up(place, portals)
        _print_exports(place, portals[0], editor=False)
    elif arguments.command == "env":
        _print_exports(place, find_portals(arguments.portals)[0], editor=arguments.editor)
    elif arguments.command == "paths":
        _print_paths(place, find_portals(arguments.portals)[0])
    elif arguments.command == "status":
        _print(*stack.status(place))
    elif arguments.command == "stop":
        stack.down(place)
    else:
        stack.clean(place, arguments.downloads)


def _print_exports(place: Place, portal: Portal, *, editor: bool) -> None:
    if not stack.is_running(place, portal):
        port = portal.port(place)
        raise StackError(f"{portal.name} does not run on port {port}; the command 'up' starts it")
    find = accounts.editor_token_file if editor else accounts.token_file
    token = accounts.read_token(find(place, portal))
    _print(f"export CKAN_URL={shlex.quote(portal.url(place))}")
    _print(f"export CKAN_API_TOKEN={shlex.quote(token)}")


def _print_paths(place: Place, portal: Portal) -> None:
    values = {
        "url": portal.url(place),
        "token_file": str(accounts.token_file(place, portal)),
        "editor_token_file": str(accounts.editor_token_file(place, portal)),
        "requests_log": str(ckan.requests_log(place, portal)),
    }
    if portal.expires:
        values["expired_token_file"] = str(accounts.expired_token_file(place, portal))
    _print(json.dumps(values, indent=2))


def _print(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m tests.stack", description=stack.__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    names = ", ".join(portal.name for portal in PORTALS)
    up = commands.add_parser("up", help="install what is missing, configure and start")
    up.add_argument("portals", nargs="*", metavar="PORTAL", help=f"one or more of: {names}")
    env = commands.add_parser("env", help="print CKAN_URL and CKAN_API_TOKEN of a portal")
    env.add_argument("--editor", action="store_true", help="the editor's token instead")
    paths = commands.add_parser("paths", help="print where the files of a portal are, as JSON")
    for command in (env, paths):
        command.add_argument("portals", nargs="*", metavar="PORTAL", help=f"one of: {names}")
    commands.add_parser("status", help="tell what runs where")
    commands.add_parser("stop", help="stop what was started")
    clean = commands.add_parser("clean", help="stop, and delete all data")
    clean.add_argument("--downloads", action="store_true", help="delete the downloads as well")
    return parser


if __name__ == "__main__":
    sys.exit(main())
