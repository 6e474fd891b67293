"""`--scorer`: an instrument by its name."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import click

from ..scores import Instrument

Command = TypeVar("Command", bound=Callable[..., object])


def scorer_option(
    choices: Callable[[], Iterable[Instrument]], help: str
) -> Callable[[Command], Command]:
    """The option `--scorer`; the names are looked up when the command runs."""

    def known(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
        names = [each.name for each in choices()]
        if value is not None and value not in names:
            raise click.BadParameter(f"'{value}' is not one of {', '.join(names)}")
        return value

    metavar = f"[{'|'.join(each.name for each in choices())}]"
    return click.option("--scorer", metavar=metavar, callback=known, help=help)
