"""The values that tags may have: data, which a folder of private scenarios can extend."""

from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from .reading import Frozen, read_model

FILE: Final = "vocabulary.yaml"
_SHIPPED: Final = Path(__file__).with_name(FILE)

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Vocabulary(Frozen):
    """Allowed values by tag, in the order in which tables show them."""

    domain: tuple[Word, ...] = ()
    mechanism: tuple[Word, ...] = ()
    lever: tuple[Word, ...] = ()
    pressure: tuple[Word, ...] = ()

    def __add__(self, other: "Vocabulary") -> "Vocabulary":
        """These values, then the other's."""
        return Vocabulary(
            **{
                tag: tuple(dict.fromkeys((*getattr(self, tag), *getattr(other, tag))))
                for tag in Vocabulary.model_fields
            }
        )


@cache
def vocabulary(scenarios: Path | None = None) -> Vocabulary:
    """The shipped values and those of a folder of scenarios.

    Args:
        scenarios: The folder; None for the shipped values alone.

    Raises:
        ScenarioError: its vocabulary.yaml cannot be read.
    """
    shipped = read_model(Vocabulary, _SHIPPED)
    own = scenarios / FILE if scenarios else None
    return shipped + read_model(Vocabulary, own) if own and own.is_file() else shipped
