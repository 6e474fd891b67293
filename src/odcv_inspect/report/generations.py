"""Compare a model with its predecessor in each variation."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import ResultsError
from ..results import Results
from ..scores import VARIATION
from .arms import with_both
from .charts import difference_chart
from .columns import tabulate, words
from .contrasts import contrast_record, difference_columns, support_columns
from .named_values import read_named_values
from .section import Section
from .sheet import Record, Sheet


class Succession(NamedTuple):
    """Two generations, by the model names in the logs."""

    old: str
    new: str


def read_succession(text: str) -> Succession:
    """Parse two generations from `OLD=NEW`.

    Raises:
        ResultsError: the text does not have this form.
    """
    old, separator, new = text.partition("=")
    if not (old and separator and new):
        raise ResultsError(f"--compare {text}: give OLD=NEW, two models as the logs name them")
    return Succession(old, new)


def read_lineage(file: Path) -> list[Succession]:
    """Read pairs of generations from a CSV file with the columns `old` and `new`.

    Raises:
        ResultsError: the file cannot be read or lacks these columns.
    """
    return [Succession(*pair) for pair in read_named_values(file, ("old", "new"))]


def generation_sheet(results: Results, pairs: Sequence[Succession], scorer: str) -> Sheet:
    """Tabulate successor minus predecessor by pair and common variation, and over the pressed ones.

    Raises:
        ResultsError: a model is not in the logs, or a pair has no variation in common.
    """
    models = results.groups("model")
    records: list[Record] = []
    for pair in pairs:
        old, new = (_arms(models, model) for model in pair)
        common = [variation for variation in new if variation in old]
        if not common:
            raise ResultsError(f"{pair.old} and {pair.new} were not run in the same variation")
        old, new = (with_both({name: arms[name] for name in common}) for arms in (old, new))
        records += [
            {
                "new": pair.new,
                "old": pair.old,
                "pair": f"{pair.old} to {pair.new}",
                "variations": variation,
                **contrast_record(new[variation], old[variation], scorer, [VARIATION]),
            }
            for variation in new
        ]
    return tabulate(
        records,
        words("new"),
        words("old", "less"),
        words("variations", "variation"),
        *difference_columns(),
        *support_columns(),
    )


def generation_section(
    results: Results, pairs: Sequence[Succession], scorer: str
) -> Section | None:
    """Return the comparison of generations; None without pairs."""
    if not pairs:
        return None
    sheet = generation_sheet(results, pairs, scorer)
    return Section(
        id="generations",
        title="Generations",
        text=(
            "Successor minus predecessor, paired by scenario and world. Not adjusted for the "
            "number of comparisons. Where the panels differ, so may the instrument: a note says "
            "so.",
        ),
        sheets={"generations": sheet},
        chart=difference_chart(sheet.records, by="variations", names="pair"),
        standing="exploratory",
    )


def _arms(models: dict[tuple[str, ...], Results], model: str) -> dict[str, Results]:
    if (model,) not in models:
        there = ", ".join(name for (name,) in models)
        raise ResultsError(f"no runs of '{model}' to compare; the logs have {there}")
    return {variation: arm for (variation,), arm in models[model,].groups("variation").items()}
