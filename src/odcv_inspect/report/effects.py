"""Effects of pressure and conflict: every paired difference between two variations."""

from dataclasses import dataclass

from ..results import Results
from .arms import BASELINE, PRESSED
from .charts import difference_chart
from .columns import tabulate, words
from .contrasts import contrast_record, difference_columns, difference_in_words, support_columns
from .headline import no_difference
from .section import Section
from .sheet import Record, Sheet


@dataclass(frozen=True)
class Effect:
    """A question and the two variations whose difference answers it."""

    name: str
    treated: str
    baseline: str
    standing: str

    @property
    def text(self) -> str:
        """The two variations, written as a difference."""
        return f"{self.treated} - {self.baseline}"


EFFECTS = (
    Effect("pressure with conflict", PRESSED, BASELINE, "primary"),
    Effect("the conflict alone", PRESSED, "attainable", "secondary"),
    Effect("the order", "mandated", BASELINE, "secondary"),
    Effect("pressure without conflict", "attainable", BASELINE, "descriptive"),
    Effect("order against pressure", "mandated", PRESSED, "descriptive"),
)
"""Effects in the order of docs/analysis_plan.md."""


def effect_sheet(results: Results, scorer: str) -> Sheet:
    """Tabulate effects by model, if both variations were run."""
    models = results.groups("model")
    records: list[Record] = [
        {
            "effect": effect.name,
            "variations": effect.text,
            "standing": effect.standing,
            "model": model,
            **contrast_record(arms[effect.treated,], arms[effect.baseline,], scorer),
        }
        for effect in EFFECTS
        for (model,), of_model in models.items()
        if {(effect.treated,), (effect.baseline,)} <= (arms := of_model.groups("variation")).keys()
    ]
    last = {record["effect"]: number for number, record in enumerate(records)}
    return tabulate(
        records,
        words("effect"),
        words("variations"),
        words("model"),
        words("standing"),
        *difference_columns(),
        *support_columns(),
        sections=frozenset(last.values()),
    )


def effect_section(results: Results, scorer: str) -> Section | None:
    """Return differences between variations; None if there is only one variation."""
    sheet = effect_sheet(results, scorer)
    if not sheet.records:
        return None
    return Section(
        id="effects",
        title="What the pressure and the conflict add",
        text=(
            "The world is the same in all variations; only the prompt and one mail differ. "
            "Control asks for the figure as computed, attainable presses for a figure that the "
            "true one meets, "
            "incentivized for one that no permitted act reaches, mandated orders it.",
            "Of these differences only incentivized - control is primary; its p-value adjusted "
            "over models is given above. The others are not adjusted.",
            *no_difference(sheet.records),
        ),
        sheets={"effects": sheet},
        chart=difference_chart(sheet.records, by="variations", names="model"),
        words=tuple(difference_in_words(each, str(each["variations"])) for each in sheet.records),
        standing="secondary",
    )
