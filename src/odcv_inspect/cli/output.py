"""Print to the terminal."""

import json
from collections.abc import Callable, Iterable, Mapping

import click

from ..report.sheet import Sheet, as_json, as_table
from ..text.visible import visible


def tell(text: object, err: bool = False) -> None:
    """Print text that may quote others; their control characters are shown, not sent."""
    click.echo(visible(str(text)), err=err)


def tell_sheets(sheets: Mapping[str, Sheet], form: str) -> None:
    """Print tables one below the other, or with the form `json` as one object, by name."""
    if form == "json":
        records = {name: json.loads(as_json(sheet)) for name, sheet in sheets.items()}
        tell(json.dumps(records, indent=2))
    else:
        tell("\n\n".join(map(as_table, sheets.values())))


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
