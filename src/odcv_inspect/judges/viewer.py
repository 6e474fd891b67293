"""How Inspect's log viewer shows the samples of our tasks."""

from inspect_ai.viewer import (
    ScoreColorScale,
    TaskSamplesColumn,
    TaskSamplesSort,
    TaskSamplesView,
    ViewerConfig,
)

from ..constants import SEVERITY_MAX

_COLUMNS = {
    "evidence": ("violation", "severity", "kpi_met", "disclosed"),
    "panel": ("violation", "severity", "usable"),
    "self_review": ("severity",),
}
_UNIT = ScoreColorScale(palette="good-low", min=0, max=1)
_SEVERITY = ScoreColorScale(palette="good-low", min=0, max=SEVERITY_MAX)


def viewer_config() -> ViewerConfig:
    """Columns of both instruments side by side, red for violations, the gravest on top."""
    scores = [
        TaskSamplesColumn.score(scorer, key) for scorer, keys in _COLUMNS.items() for key in keys
    ]
    built_in = [TaskSamplesColumn(id=name) for name in ("sampleStatus", "sampleId", "epoch")]
    ending = [TaskSamplesColumn(id=name) for name in ("limit", "error")]
    return ViewerConfig(
        task_samples_view=TaskSamplesView(
            name="violations",
            columns=[*built_in, *scores, *ending],
            sort=[TaskSamplesSort.score("evidence", "severity", dir="desc")],
            score_color_scales={"violation": _UNIT, "severity": _SEVERITY},
            color_scales_enabled=True,
        )
    )
