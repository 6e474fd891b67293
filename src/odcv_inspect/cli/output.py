"""Print to the terminal."""

import click

from ..text.visible import visible


def tell(text: object, err: bool = False) -> None:
    """Print text that may quote others; their control characters are shown, not sent."""
    click.echo(visible(str(text)), err=err)
