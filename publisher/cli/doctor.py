"""stub"""

import click


@click.command("doctor")
def doctor_command() -> int:
    """x"""
    return 0
