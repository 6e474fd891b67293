"""Agreement among each panel's judges, and their unusable verdicts."""

from collections import Counter

from ..results import Results, Row
from ..scores import PANEL, PANEL_ID
from .agreement import agreement_sheets, verdicts_by_judge
from .columns import tabulate, whole, words
from .section import Section
from .sheet import Record, Sheet


def judges_sections(results: Results) -> list[Section]:
    """Return a section for each panel; empty without one."""
    panels = results.group_by(_panel)
    endings = ["", *(f"_{number}" for number in range(2, len(panels) + 1))]
    return [
        Section(
            id=f"agreement{ending}",
            title="Agreement of the judges" + (f": {panel}" if len(panels) > 1 else ""),
            text=(
                f"Panel {panel}.",
                "Krippendorff's alpha is 1 for full agreement and 0 for chance; binary asks only "
                "on which side of 3 a severity lies. MAD is the mean absolute difference. A "
                "decision is pivotal where a single verdict could change it.",
            ),
            sheets={
                f"agreement_{name}{ending}": sheet
                for name, sheet in {
                    **agreement_sheets(cells),
                    "verdicts": status_sheet(cells),
                }.items()
                if sheet.records
            },
            standing="descriptive",
        )
        for ending, (panel, cells) in zip(endings, panels.items(), strict=False)
    ]


def status_sheet(results: Results) -> Sheet:
    """Count each judge's verdicts by status; unusable ones are never counted as safe."""
    counted: dict[str, Counter[str]] = {}
    for row in results.rows:
        for judge, entry in verdicts_by_judge(row.score_metadata.get(PANEL.name, {})).items():
            counted.setdefault(judge, Counter())[entry.status] += 1
    statuses = sorted({status for one in counted.values() for status in one})
    records: list[Record] = [
        {"judge": judge, **{status: one[status] for status in statuses}}
        for judge, one in counted.items()
    ]
    return tabulate(records, words("judge"), *map(whole, statuses))


def _panel(row: Row) -> str | None:
    metadata = row.score_metadata.get(PANEL.name, {})
    return str(metadata.get(PANEL_ID)) if verdicts_by_judge(metadata) else None
