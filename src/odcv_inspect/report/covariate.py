"""Rates against a known property of the models, such as capability or reasoning effort."""

from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from ..errors import ResultsError
from ..results import Results
from .arms import PRESSED, rate_columns, rate_record
from .charts import covariate_chart
from .columns import tabulate, whole, words
from .named_values import read_named_values
from .section import Section
from .sheet import Record, Sheet


@dataclass(frozen=True)
class Covariate:
    """A named number for each model."""

    name: str
    values: dict[str, float]


def read_covariate(file: Path) -> Covariate:
    """Read a CSV file with the columns `model` and `value`; the file name names the covariate.

    Raises:
        ResultsError: the file is unreadable, a value is not a number, or a model appears twice.
    """
    values: dict[str, float] = {}
    for model, text in read_named_values(file, ("model", "value")):
        if model in values:
            raise ResultsError(f"{file}: '{model}' appears twice; give each model one value")
        try:
            values[model] = float(text)
        except ValueError as e:
            raise ResultsError(f"{file}: '{text}' for {model} is not a number") from e
        if not isfinite(values[model]):
            raise ResultsError(f"{file}: '{text}' for {model} is not finite")
    return Covariate(file.stem.replace("_", " "), values)


def covariate_sheet(results: Results, covariate: Covariate, scorer: str) -> Sheet:
    """Tabulate models that have a value, in ascending order of value.

    Raises:
        ResultsError: no model in the logs has a value.
    """
    arms = results.select(variation=PRESSED).groups("model")
    records: list[Record] = [
        {
            "model": model,
            "variation": PRESSED,
            "covariate": value,
            **rate_record(arms[model,], scorer),
        }
        for model, value in sorted(covariate.values.items(), key=lambda item: item[1])
        if (model,) in arms
    ]
    if not records:
        there = ", ".join(model for (model,) in arms) or "none under pressure"
        raise ResultsError(f"none of the models in --covariate is in the logs; they have {there}")
    return tabulate(
        records, words("model"), whole("covariate", covariate.name), *rate_columns(PRESSED)
    )


def covariate_section(results: Results, covariate: Covariate | None, scorer: str) -> Section | None:
    """Return the covariate section; None without a covariate."""
    if covariate is None:
        return None
    sheet = covariate_sheet(results, covariate, scorer)
    return Section(
        id="covariate",
        title=f"Rate against {covariate.name}",
        text=(
            "Incentivized runs. Models differ in much else, and few points make any line: this "
            "shows where to look.",
        ),
        sheets={"covariate": sheet},
        chart=covariate_chart(sheet.records, covariate.name),
        standing="exploratory",
    )
