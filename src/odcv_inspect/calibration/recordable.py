"""Which results may be recorded as pilots."""

from ..errors import ResultsError
from ..models.scripted import SCRIPTED
from ..results import NO_PROVIDER, Results, has_level, level_of
from ..scenarios.condition import FACTORS
from ..scores import EVIDENCE

SCORER = EVIDENCE.name
"""Instrument used for pilots: it needs no judges, so there are none to calibrate."""

NO_MODEL = (SCRIPTED, NO_PROVIDER)
"""Prefixes of runs without a real model: scripted and imported ones."""


def require_recordable(results: Results) -> None:
    """Refuse results that are not pilots, or not whole.

    Raises:
        ResultsError: A log cannot be read or has no model runs, no evidence scores, or runs with a
            factor that is not at its default; the message names logs and remedy.
    """
    if results.unreadable:
        reasons = "".join(f"\n  {log}: {reason}" for log, reason in results.unreadable.items())
        raise ResultsError(f"a pilot is recorded as a whole; fix or leave out:{reasons}")
    for log, spec in results.logs.items():
        if spec.model.startswith(NO_MODEL):
            raise ResultsError(
                f"{log}: {spec.model} is a scripted or imported run, not a real model, so it is "
                "not a pilot; give logs of real models only, such as those of `inspect eval "
                "odcv_inspect/control odcv_inspect/incentivized --model PROVIDER/MODEL --log-dir "
                "logs/pilot`"
            )
    if SCORER not in results.scorers:
        raise ResultsError(
            f"no run has an {SCORER} score; name logs of odcv_inspect tasks that were scored"
        )
    for factor in FACTORS:
        _require_default(results, factor, FACTORS[factor].default)


def _require_default(results: Results, factor: str, default: str) -> None:
    others = [
        (row.log, level)
        for row in results.rows
        if has_level(row, factor) and (level := level_of(row, factor)) != default
    ]
    if others:
        logs, levels = (", ".join(sorted(set(each))) for each in zip(*others, strict=True))
        raise ResultsError(
            f"{factor} is not at its default, {default}, but at {levels}: a pilot is recorded with "
            f"every factor at its default; leave out {logs}, or run it with -T {factor}={default}"
        )
