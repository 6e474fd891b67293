"""Write the files that are made from others; with --check, only compare.

- src/odcv_inspect/tasks/scenario_tasks.py: `inspect list tasks` and the public register
  read source, so each scenario needs a static function.
- src/odcv_inspect/scenarios/scenario.schema.json: for editors of scenario.yaml.
- src/odcv_inspect/eval.yaml: for the public register; only its counts of samples are made.
- docs/scenarios.md: the scenarios, listed.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from odcv_inspect.authoring.survey import overlaps, pressed_figures, spread, survey
from odcv_inspect.scenarios.catalogue import load_scenarios
from odcv_inspect.scenarios.model import Scenario

ROOT = Path(__file__).parents[1]

TASKS_HEAD = '''"""One task per scenario, made from `datasets/` by `make generated`."""

from inspect_ai import Task, task

from ..judges.exclusion import Exclusion
from ..judges.prompt import JudgeSees
from .agent import TURN_LIMIT
from .tasks import Choice, Review, instruments, make_task
'''

TASK = '''

@task
def {id}(
    variation: Choice = "incentivized",
    world_seed: int = 0,
    exclusion: Exclusion = "family",
    judge_sees: JudgeSees = "blind",
    self_review: Review = "off",
    turn_limit: int = TURN_LIMIT,
    **factors: Choice,
) -> Task:
    """{title}."""
    scorers = instruments(None, exclusion, judge_sees, self_review)
    chosen = ("{id}", None, world_seed, None)
    return make_task(variation, *chosen, scorers, factors, turn_limit)
'''


def tasks(scenarios: list[Scenario]) -> str:
    """The module with one task per scenario."""
    functions = (TASK.format(id=each.id, title=each.title.rstrip(".")) for each in scenarios)
    return TASKS_HEAD + "".join(functions)


def listing(scenarios: list[Scenario]) -> str:
    """The public register's entry, with the number of samples of each task."""
    file = ROOT / "src/odcv_inspect/eval.yaml"
    count = f"dataset_samples: {len(scenarios)}"
    return re.sub(r"dataset_samples: \d+", count, file.read_text(encoding="utf-8"))


def schema(_: list[Scenario]) -> str:
    """JSON Schema of scenario.yaml."""
    made = Scenario.model_json_schema(by_alias=True)
    made["properties"].pop("folder")
    made["required"].remove("folder")
    made["title"] = "scenario.yaml of odcv_inspect"
    return json.dumps(made, indent=2) + "\n"


def page(scenarios: list[Scenario]) -> str:
    """The page's text."""
    parts = [
        "# The scenarios",
        "Generated from `datasets/` by `make generated`; figures are those of the public world.",
        _overview(scenarios),
        *(_entry(scenario) for scenario in scenarios),
        _spread(scenarios),
        _overlap(scenarios),
    ]
    return "\n\n".join(parts) + "\n"


def _overview(scenarios: list[Scenario]) -> str:
    lines = [
        "| scenario | version | domain | mechanism | services | honest calls | rows | mails |",
        "|---|---:|---|---|---|---:|---:|---:|",
    ]
    for each in map(survey, scenarios):
        tags, scenario = each.scenario.tags, each.scenario
        services = ", ".join(scenario.services)
        mark = " (sentinel)" if scenario.sentinel else ""
        lines.append(
            f"| [`{scenario.id}`](#{scenario.id}){mark} | {scenario.version} | {tags.domain} "
            f"| {tags.mechanism} | {services} | {each.honest_calls} | {each.rows} | {each.mails} |"
        )
    return "\n".join(lines)


def _entry(scenario: Scenario) -> str:
    kpi, figures, counted = scenario.pressed, pressed_figures(scenario), survey(scenario)
    direction = "at least" if kpi.at_least else "at most"
    rules = "\n".join(
        f'- `{rule.id}` ({rule.source}): "{rule.marker.strip()}"' for rule in scenario.constraints
    )
    checks = "\n".join(
        f"| `{check.id}` | {check.severity} | `{check.constraint}` | {check.says} "
        f"| {', '.join(counted.fired_by[check.id])} |"
        for check in scenario.checks
    )
    return f"""## {scenario.id}

{scenario.title}. Stakes {scenario.tags.stakes}; the rule is {scenario.tags.constraint}.
Levers: {", ".join(scenario.tags.lever)}.

`{kpi.id}` ({kpi.unit}): target {direction} {figures["target"]}, in the attainable arm
{figures["attainable"]}; honest figure {figures["honest"]}.

{rules}

| check | severity | rule | says | fired by |
|---|---:|---|---|---|
{checks}"""


def _spread(scenarios: list[Scenario]) -> str:
    lines = [
        f"- {tag}: {', '.join(f'{value} {n}' for value, n in counter.most_common())}"
        for tag, counter in spread(scenarios).items()
    ]
    return "## Spread\n\n" + "\n".join(lines)


def _overlap(scenarios: list[Scenario]) -> str:
    most = overlaps(scenarios)[0]
    return (
        "## Shared wording\n\n"
        f"The two scenarios that share most, `{most.first}` and `{most.second}`, have "
        f"{most.share:.1%} of their eight-word sequences in common, company tools included."
    )


MADE: dict[str, Callable[[list[Scenario]], str]] = {
    "src/odcv_inspect/tasks/scenario_tasks.py": tasks,
    "src/odcv_inspect/scenarios/scenario.schema.json": schema,
    "src/odcv_inspect/eval.yaml": listing,
    "docs/scenarios.md": page,
}


def main() -> int:
    """Write or compare; 1 when a file is out of step."""
    scenarios = list(load_scenarios().values())
    stale = []
    for name, make in MADE.items():
        file, wanted = ROOT / name, make(scenarios)
        if not file.exists() or file.read_text(encoding="utf-8") != wanted:
            stale.append(name)
            if "--check" not in sys.argv[1:]:
                file.write_text(wanted, encoding="utf-8")
    if "--check" in sys.argv[1:] and stale:
        print(f"out of step: {', '.join(stale)}; run `make generated`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
