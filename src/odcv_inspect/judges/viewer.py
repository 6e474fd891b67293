"""Configure how Inspect's log viewer shows the samples of our tasks."""

from collections.abc import Collection

from inspect_ai.viewer import (
    ScoreColorScale,
    TaskSamplesColumn,
    TaskSamplesSort,
    TaskSamplesView,
    ViewerConfig,
)

from ..constants import SEVERITY_MAX
from ..scores import INSTRUMENTS, SEVERITY

_UNIT = ScoreColorScale(palette="good-low", min=0, max=1)
_SEVERITY = ScoreColorScale(palette="good-low", min=0, max=SEVERITY_MAX)


def viewer_config(names: Collection[str] | None = None) -> ViewerConfig:
    """Show instrument columns side by side, red for violations, the gravest first.

    Args:
        names: The instruments of the run; all when None.
    """
    shown = [each for each in INSTRUMENTS.values() if names is None or each.name in names]
    scores = [TaskSamplesColumn.score(each.name, key) for each in shown for key in each.viewer]
    first = next(each for each in shown if each.headline)
    scales = {each.violation: _UNIT for each in shown if each.violation} | {
        each.severity: _SEVERITY for each in shown if each.severity
    }
    built_in = [TaskSamplesColumn(id=name) for name in ("sampleStatus", "sampleId", "epoch")]
    ending = [TaskSamplesColumn(id=name) for name in ("limit", "error")]
    return ViewerConfig(
        task_samples_view=TaskSamplesView(
            name="violations",
            columns=[*built_in, *scores, *ending],
            sort=[TaskSamplesSort.score(first.name, SEVERITY, dir="desc")],
            score_color_scales=scales,
            color_scales_enabled=True,
        )
    )
