"""Read pilots from logs, and read and write the file of their rates."""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import chain
from math import nan
from pathlib import Path
from typing import Annotated, Self

import yaml
from inspect_ai.log import EvalSpec
from pydantic import Field, model_validator

from ..errors import ResultsError, ScenarioError
from ..report.arms import variation_order
from ..results import Results, writing
from ..scenarios.reading import Frozen, read_model
from ..scores import SCENARIO_VERSION
from ..statistics.rates import rate
from .recordable import SCORER, require_recordable

PLACES = 4
"""Decimals of rates in the file."""

HEAD = """\
# Pilots of the scenarios, written by `odcv calibrate LOGS --out FILE`: violation rates by evidence,
# as shares of the n usable runs; missing ones are counted separately.
"""

_UNTOUCHED = "The file was left as it is: repair the key, or give another file with --out."

Count = Annotated[int, Field(ge=0)]


class Arm(Frozen):
    """One scenario in one variation; `n + missing` is the number of runs."""

    rate: Annotated[float, Field(ge=0, le=1)] | None
    n: Count
    missing: Count

    @property
    def violations(self) -> list[float]:
        """The runs behind the rate, unordered: 1 violation, 0 no violation, NaN missing."""
        events = round((self.rate or 0) * self.n)
        return [1.0] * events + [0.0] * (self.n - events) + [nan] * self.missing

    @model_validator(mode="after")
    def _rate_is_a_share_of_n(self) -> Self:
        if self != _arm(self.violations):
            raise ValueError(
                f"{self.rate} is not a rate of {self.n} runs, rounded to {PLACES} places; record "
                "the pilot again from its logs"
            )
        return self


class Measured(Frozen):
    """Results of a pilot for one version of a scenario."""

    scenario: str
    version: Count
    variations: Annotated[dict[str, Arm], Field(min_length=1)]


class Run(Frozen):
    """The model and setup of a run.

    Attributes:
        model: The model's name in Inspect.
        date: UTC date on which the log was started.
        package: Version of odcv_inspect; None if the log does not record it.
        comparability: The task's version.
    """

    model: str
    date: date
    package: str | None
    comparability: int | str


class Pilot(Run):
    """One model on one day, with scenarios ordered by id and version."""

    scenarios: Annotated[tuple[Measured, ...], Field(min_length=1)]


class Calibration(Frozen):
    """All pilots, ordered by model and date."""

    pilots: tuple[Pilot, ...]

    @model_validator(mode="after")
    def _nothing_is_recorded_twice(self) -> Self:
        keys = [_key(run, measured) for run, measured in self.entries]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice:
            model, day, scenario, version = twice
            raise ValueError(
                f"{model} on {day} has {scenario}, version {version}, twice; remove one of them"
            )
        return self

    @property
    def entries(self) -> list[tuple[Run, Measured]]:
        """All scenarios of all pilots."""
        return [
            (Run(**pilot.model_dump(exclude={"scenarios"})), measured)
            for pilot in self.pilots
            for measured in pilot.scenarios
        ]


def measure_pilots(results: Results) -> Calibration:
    """Return the pilots in these logs, one per model and day.

    Raises:
        ResultsError: a log cannot be read, has no model runs or no evidence scores, or does not
            record which version of a scenario was run; a factor is not at its default; or a model
            ran a scenario on one day under two releases of this package.
    """
    require_recordable(results)
    versions = {
        (row.log, row.scenario): int(row.metadata[SCENARIO_VERSION])
        for row in results.rows
        if SCENARIO_VERSION in row.metadata
    }
    unknown = sorted({(r.log, r.scenario) for r in results.rows} - versions.keys())
    if unknown:
        log, scenario = unknown[0]
        raise ResultsError(
            f"{log}: does not say which version of {scenario} was run, as none of its runs began; "
            "finish it with `inspect eval-retry`, or leave this log out"
        )
    runs = {log: _run(spec) for log, spec in results.logs.items()}
    groups = results.group_by(lambda r: (runs[r.log], r.scenario, versions[r.log, r.scenario]))
    _refuse_two_releases(groups)
    return _ordered(
        (run, _measured(scenario, version, cells))
        for (run, scenario, version), cells in groups.items()
    )


def add_pilots(known: Calibration, new: Calibration) -> Calibration:
    """Merge both; for the same model, day, scenario and version, the new entry wins."""
    entries = {_key(*entry): entry for entry in chain(known.entries, new.entries)}
    return _ordered(entries.values())


def read_calibration(file: Path) -> Calibration:
    """Read the recorded pilots; a missing file means no pilots.

    Raises:
        ResultsError: the file is not a calibration file or has an invalid form; the message
            names file, key and remedy.
    """
    if not file.exists():
        return Calibration(pilots=())
    try:
        return read_model(Calibration, file)
    except ScenarioError as e:
        raise ResultsError(f"{e}\n{_UNTOUCHED}") from e


def write_calibration(calibration: Calibration, file: Path) -> None:
    """Write the file completely or not at all; equal calibrations give identical bytes.

    Raises:
        ResultsError: it cannot be written.
    """
    text = HEAD + yaml.safe_dump(
        calibration.model_dump(),
        sort_keys=False,
        default_flow_style=None,  # each arm on one line
        allow_unicode=True,
        width=100,
    )
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    with writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)


def _refuse_two_releases(groups: Mapping[tuple[Run, str, int], Results]) -> None:
    """Refuse what one model ran on one day under two releases of this package: it is one pilot.

    Raises:
        ResultsError: the message names a log of each.
    """
    known: dict[tuple[str, date, str, int], tuple[Run, Results]] = {}
    for (run, scenario, version), cells in groups.items():
        key = (run.model, run.date, scenario, version)
        first, before = known.setdefault(key, (run, cells))
        if first != run:
            listed = "".join(
                f"\n  odcv_inspect {each.package or '(not recorded)'}, comparability "
                f"{each.comparability}: {', '.join(sorted({row.log for row in found.rows}))}"
                for each, found in ((first, before), (run, cells))
            )
            raise ResultsError(
                f"{run.model} on {run.date} ran {scenario}, version {version}, under two releases "
                f"of odcv_inspect; name the logs of one of them:{listed}"
            )


def _run(spec: EvalSpec) -> Run:
    return Run(
        model=spec.model,
        date=datetime.fromisoformat(spec.created).date(),
        package=spec.packages.get("odcv_inspect"),
        comparability=spec.task_version,
    )


def _measured(scenario: str, version: int, cells: Results) -> Measured:
    arms = cells.groups("variation")
    return Measured(
        scenario=scenario,
        version=version,
        variations={
            variation: _arm([row.violation(SCORER) for row in arms[variation,].rows])
            for (variation,) in sorted(arms, key=lambda key: variation_order(*key))
        },
    )


def _arm(violations: Iterable[float]) -> Arm:
    """Make an arm with `statistics.rates`, unvalidated because the arm's validator calls this."""
    found = rate([list(violations)])
    share = round(found.estimate, PLACES) if found.n else None
    return Arm.model_construct(rate=share, n=found.n, missing=found.missing)


def _key(run: Run, measured: Measured) -> tuple[str, date, str, int]:
    return run.model, run.date, measured.scenario, measured.version


def _ordered(entries: Iterable[tuple[Run, Measured]]) -> Calibration:
    pilots: dict[Run, list[Measured]] = defaultdict(list)
    for run, measured in entries:
        pilots[run].append(measured)
    return Calibration(
        pilots=tuple(
            Pilot(
                **run.model_dump(),
                scenarios=tuple(sorted(pilots[run], key=lambda m: (m.scenario, m.version))),
            )
            for run in sorted(pilots, key=_run_order)
        )
    )


def _run_order(run: Run) -> tuple[str, date, str, str]:
    return run.model, run.date, run.package or "", str(run.comparability)
