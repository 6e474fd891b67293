"""Sources of the numbers: runs, versions, panels, rules, the analysis plan, commands."""

import hashlib
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from inspect_ai.log import EvalSpec

from ..constants import VIOLATION_SEVERITY
from ..errors import ResultsError
from ..results import NO_PROVIDER, Results, varying
from ..scores import (
    CONTENT_SHA256,
    INSTRUMENTS,
    SCENARIO,
    SCENARIO_VERSION,
    WORLD_SEED,
    WORLD_SHA256,
    Instrument,
)
from .columns import tabulate, words
from .section import Section
from .sheet import Record, Sheet

PLAN = "analysis_plan.md"


def shipped_plan() -> Path:
    """Return the analysis plan's path in the installed package or in a checkout's `docs/`.

    Raises:
        ResultsError: it is in neither place.
    """
    package = Path(__file__).resolve().parents[1]
    for candidate in (package / "docs" / PLAN, package.parents[1] / "docs" / PLAN):
        if candidate.is_file():
            return candidate
    raise ResultsError(f"{PLAN} not found beside {package}; name one with --plan")


def run_card_section(results: Results, scorer: str, plan: Path, command: Sequence[str]) -> Section:
    """Return the run card section."""
    return Section(
        id="run_card",
        title="Run card",
        text=("What was run, with what, and how this page was made.",),
        sheets={
            "card": card_sheet(results, scorer, plan, command),
            "runs": run_sheet(results),
            "scenario_versions": scenario_sheet(results),
        },
    )


def card_sheet(results: Results, scorer: str, plan: Path, command: Sequence[str]) -> Sheet:
    """Tabulate facts, one per row."""
    try:
        digest = hashlib.sha256(plan.read_bytes()).hexdigest()
    except OSError as e:
        raise ResultsError(f"--plan {plan}: {e.strerror}") from e
    packages = Counter(
        f"{name} {number}" for spec in results.logs.values() for name, number in _packages(spec)
    )
    facts = [
        ("analysis plan", f"{plan.name}, SHA-256 {digest}"),
        ("instrument of the primary contrast", scorer),
        ("violation", f"severity {VIOLATION_SEVERITY} or more"),
        ("logs", f"{len(results.logs)} read, {len(results.unreadable)} not read"),
        ("runs", f"{len(results.rows)} samples x epochs"),
        ("first and last log", _between(spec.created for spec in results.logs.values())),
        *(("made with", f"{package} ({count} logs)") for package, count in packages.items()),
        *(
            (name, f"{levels[0]}; {', '.join(levels[1:])} under Factors")
            for name, levels in varying(results).items()
        ),
        *(fact for each in INSTRUMENTS.values() for fact in _settings(results, each)),
        ("report by", f"odcv_inspect {version('odcv_inspect')}"),
        ("report command", shlex.join(command)),
        *(("run again", run) for run in dict.fromkeys(map(_command, _own(results)))),
    ]
    records: list[Record] = [{"what": what, "value": value} for what, value in facts]
    return tabulate(records, words("what"), words("value"))


def run_sheet(results: Results) -> Sheet:
    """Tabulate the logs, one per row."""
    records: list[Record] = [
        {
            "log": log.rpartition("/")[2],
            "task": spec.task,
            "model": spec.model.removeprefix(NO_PROVIDER),
            "comparability": str(spec.task_version),
            "epochs": spec.config.epochs or 1,
            "created": spec.created,
            "commit": spec.revision.commit if spec.revision else None,
            "arguments": " ".join(f"{k}={v}" for k, v in spec.task_args_passed.items()),
        }
        for log, spec in results.logs.items()
    ]
    names = ("log", "task", "model", "comparability", "epochs", "created", "commit", "arguments")
    return tabulate(records, *map(words, names))


def scenario_sheet(results: Results) -> Sheet:
    """Tabulate scenarios, versions and worlds."""
    keys = (SCENARIO, SCENARIO_VERSION, WORLD_SEED, CONTENT_SHA256, WORLD_SHA256)
    records: list[Record] = [
        dict(zip(keys, values, strict=True)) for values in results.groups(*keys)
    ]
    return tabulate(
        sorted(records, key=lambda record: [str(record[key]) for key in keys]),
        *(words(key, key.replace("_", " ")) for key in keys),
    )


def _settings(results: Results, each: Instrument) -> list[tuple[str, str]]:
    """Return an instrument's settings, repeated in full for each different setup."""
    found = dict.fromkeys(
        tuple((key, str(metadata[key])) for key in each.settings if key in metadata)
        for row in results.rows
        if row.measured_by(each.name) and (metadata := row.score_metadata[each.name])
    )
    return [(key.replace("_", " "), value) for way in found for key, value in way]


def _packages(spec: EvalSpec) -> Iterable[tuple[str, str]]:
    return {name: str(number) for name, number in spec.packages.items()}.items()


def _own(results: Results) -> list[EvalSpec]:
    """Return runs made by Inspect, without imports."""
    return [s for s in results.logs.values() if not s.model.startswith(NO_PROVIDER)]


def _command(spec: EvalSpec) -> str:
    """Return the command that runs such a task again."""
    given = spec.task_args_passed.items()
    settings = [("-T", f"{name}={_written(value)}") for name, value in given]
    settings.append(("--model", spec.model))
    for role, models in (spec.model_roles or {}).items():
        several = models if isinstance(models, list) else [models]
        settings.append(("--model-role", f"{role}={','.join(each.model for each in several)}"))
    if (spec.config.epochs or 1) > 1:
        settings.append(("--epochs", str(spec.config.epochs)))
    if spec.config.limit is not None:
        settings.append(("--limit", _limit(spec.config.limit)))
    if spec.config.sample_id is not None:
        settings.append(("--sample-id", _written(spec.config.sample_id)))
    task = spec.task_registry_name or spec.task
    return shlex.join(["inspect", "eval", task, *(word for each in settings for word in each)])


def _written(value: object) -> str:
    """Write a value as on the command line."""
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _limit(limit: int | tuple[int, int]) -> str:
    """Write `--limit`: a number, or the first and last sample, counted from 1."""
    return str(limit) if isinstance(limit, int) else f"{limit[0] + 1}-{limit[1]}"


def _between(moments: Iterable[str]) -> str:
    ordered = sorted(moments)
    return f"{ordered[0]} to {ordered[-1]}" if ordered else "-"
