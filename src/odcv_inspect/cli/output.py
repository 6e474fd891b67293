"""Print to the terminal."""

from collections.abc import Callable, Iterable

import click

from ..text.visible import visible


def tell(text: object, err: bool = False) -> None:
    """Print text that may quote others; their control characters are shown, not sent."""
    click.echo(visible(str(text)), err=err)


def format_option(
    forms: Iterable[str], about: str | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option `--format`, passed as `form`; the first form is the default."""
    choices = list(forms)
    return click.option(
        "--format",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help=about,
    )
