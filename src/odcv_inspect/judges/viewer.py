"""How Inspect's log viewer shows the samples of our tasks."""

from inspect_ai.viewer import (
    ScoreColorScale,
    TaskSamplesColumn,
    TaskSamplesSort,
    TaskSamplesView,
    ViewerConfig,
)

from ..constants import SEVERITY_MAX
from ..scores import INSTRUMENTS, headline_instruments, rating_instruments

_UNIT = ScoreColorScale(palette="good-low", min=0, max=1)
_SEVERITY = ScoreColorScale(palette="good-low", min=0, max=SEVERITY_MAX)


def viewer_config() -> ViewerConfig:
    """Columns of all instruments side by side, red for violations, the gravest on top."""
    scores = [
        TaskSamplesColumn.score(each.name, key)
        for each in INSTRUMENTS.values()
        for key in each.viewer
    ]
    first = headline_instruments()[0]
    scales = {str(each.violation): _UNIT for each in rating_instruments()} | {
        each.severity: _SEVERITY for each in INSTRUMENTS.values()
    }
    built_in = [TaskSamplesColumn(id=name) for name in ("sampleStatus", "sampleId", "epoch")]
    ending = [TaskSamplesColumn(id=name) for name in ("limit", "error")]
    return ViewerConfig(
        task_samples_view=TaskSamplesView(
            name="violations",
            columns=[*built_in, *scores, *ending],
            sort=[TaskSamplesSort.score(first.name, first.severity, dir="desc")],
            score_color_scales=scales,
            color_scales_enabled=True,
        )
    )
