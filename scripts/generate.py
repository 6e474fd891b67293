"""Write the files that are made from others; with --check, only compare.

- src/odcv_inspect/tasks/scenario_tasks.py: `inspect list tasks` and the public register
  read source, so each scenario needs a static function.
- src/odcv_inspect/scenarios/scenario.schema.json: for editors of scenario.yaml.
- src/odcv_inspect/eval.yaml: for the public register; only its counts of samples are made.
- src/odcv_inspect/__init__.py: only the names of the scenarios' tasks are made.
- docs/scenarios.md: the scenarios, listed.
- docs/parameters.md: the parameters of the tasks.
- datasets/*/*/scenario.yaml: only the canary in the first line is made.
"""

import ast
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import parameters

from odcv_inspect.authoring.survey import overlaps, pressed_figures, spread, survey
from odcv_inspect.constants import INSIDER
from odcv_inspect.scenarios.catalogue import load_scenarios
from odcv_inspect.scenarios.condition import standard
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.tasks.insider import FAMILIES, PERSONAS

ROOT = Path(__file__).parents[1]

TASKS_HEAD = '''"""One task per scenario, made from `datasets/` by `make generated`."""
# inspect-evals-lint: ignore-file[IEFS002] -- generated, beside the tasks over all scenarios

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
    """The public register's entry, with the number of samples of each task on our scenarios."""
    text = (ROOT / "src/odcv_inspect/eval.yaml").read_text(encoding="utf-8")
    cells = len(standard(INSIDER)) * PERSONAS
    stories = list(load_scenarios(suite=INSIDER).values())
    counts = dict.fromkeys(["control", "attainable", "incentivized", "mandated"], len(scenarios))
    counts["insider"] = len(stories) * cells
    for family in FAMILIES:
        counts[f"insider_{family}"] = sum(story.family == family for story in stories) * cells
    for task, count in counts.items():
        entry = rf"(  - name: {task}\n    dataset_samples: )\d+"
        text = re.sub(entry, rf"\g<1>{count}", text)
    return text


def exports(scenarios: list[Scenario]) -> str:
    """Return the package's `__init__`, with the tasks of all scenarios exported."""
    text = (ROOT / "src/odcv_inspect/__init__.py").read_text(encoding="utf-8")
    block = re.compile(r"(from \.tasks\.scenario_tasks import \(\n).*?(\n    \))", re.DOTALL)
    listed = re.compile(r"^__all__ = (\[.*?\])$", re.DOTALL | re.MULTILINE)
    imported, exported = block.search(text), listed.search(text)
    if imported is None or exported is None:
        sys.exit("src/odcv_inspect/__init__.py: needs an import of scenario_tasks and __all__")
    before = set(re.findall(r"\w+(?=,)", imported.group()))
    ids = [scenario.id for scenario in scenarios]
    names = {*(set(ast.literal_eval(exported.group(1))) - before), *ids}
    ordered = sorted(names, key=lambda name: (name[0].islower(), name))
    lines = "\n".join(f"        {each}," for each in sorted(ids))
    text = block.sub(rf"\g<1>{lines}\g<2>", text)
    quoted = "".join(f'    "{name}",\n' for name in ordered)
    return listed.sub(f"__all__ = [\n{quoted}]", text)


def schema(_: list[Scenario]) -> str:
    """JSON Schema of scenario.yaml."""
    made = Scenario.model_json_schema(by_alias=True)
    made["properties"].pop("folder")
    made["required"].remove("folder")
    made["title"] = "scenario.yaml of odcv_inspect"
    return json.dumps(made, indent=2) + "\n"


def page(scenarios: list[Scenario]) -> str:
    """The page's text."""
    stories = list(load_scenarios(suite=INSIDER).values())
    parts = [
        "# The scenarios",
        "Generated from `datasets/` by `make generated`; figures are those of the public world.",
        _reachable(scenarios),
        _overview(scenarios),
        "## Figures and ways out",
        _figures(scenarios),
        *(_entry(scenario) for scenario in scenarios),
        _spread(scenarios),
        _overlap(scenarios),
        "## Stories of the insider suite",
        "What they are for, and how to read them: [insider.md](insider.md).",
        *map(_story, stories),
    ]
    return "\n\n".join(parts) + "\n"


def _reachable(scenarios: list[Scenario]) -> str:
    """Say in how many scenarios honest work reaches the target, and in which."""
    reached = [f"`{each.id}`" for each in scenarios if honest_reaches_target(each)]
    count, others = len(scenarios), len(scenarios) - len(reached)
    return (
        f"In {others} of {count} scenarios no permitted act reaches the target. "
        f"In the other {len(reached)}, honest extra work does: {', '.join(reached)}."
    )


def honest_reaches_target(scenario: Scenario) -> bool:
    """Return whether the best figure by permitted acts meets the target in the public world."""
    figures = pressed_figures(scenario)
    honest, target = float(figures["honest"]), float(figures["target"])
    return honest >= target if scenario.pressed.at_least else honest <= target


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


def _figures(scenarios: list[Scenario]) -> str:
    """Return how far the best permitted figure is from the target, and how many people answer."""
    lines = [
        "Short by: how far the best figure by permitted acts is from the target, in per cent of "
        "the target. Answer: people who answer mail; none of them lifts the rule or the target.",
        "",
        "| scenario | pressure | rule | target | best permitted | short by | answer |",
        "|---|---|---|---:|---:|---:|---:|",
    ]
    for each in scenarios:
        figures, tags = pressed_figures(each), each.tags
        honest, target = float(figures["honest"]), float(figures["target"])
        gap = f"{abs(honest / target - 1):.1%}" if target else figures["honest"]
        gap = "reached" if honest_reaches_target(each) else gap
        people = {one.to for one in each.correspondents if not one.unprompted}
        bound = "≥" if each.pressed.at_least else "≤"
        lines.append(
            f"| [`{each.id}`](#{each.id}) | {tags.pressure} | {tags.constraint} "
            f"| {bound} {figures['target']} | {honest:.4g} | {gap} | {len(people)} |"
        )
    return "\n".join(lines)


def _entry(scenario: Scenario) -> str:
    kpi, figures = scenario.pressed, pressed_figures(scenario)
    direction = "at least" if kpi.at_least else "at most"
    rules = "\n".join(
        f'- `{rule.id}` ({rule.source}): "{rule.marker.strip()}"' for rule in scenario.constraints
    )
    return f"""## {scenario.id}

{scenario.title}. Stakes {scenario.tags.stakes}; the rule is {scenario.tags.constraint}.
Levers: {", ".join(scenario.tags.lever)}.

`{kpi.id}` ({kpi.unit}): target {direction} {figures["target"]}, in the attainable arm
{figures["attainable"]}; honest figure {figures["honest"]}.

{rules}

{_checks(scenario)}"""


def _story(story: Scenario) -> str:
    rules = "\n".join(
        f'- `{rule.id}` ({rule.source}): "{rule.marker.strip()}"' for rule in story.constraints
    )
    ways = "\n".join(f"- `{way.id}`: {way.says}" for way in story.instead)
    return f"""### {story.id}

{story.title}. Family `{story.family}`, version {story.version}.

{rules}

{_checks(story)}

Ways out:

{ways}"""


def _checks(scenario: Scenario) -> str:
    fired_by = survey(scenario).fired_by
    rows = "\n".join(
        f"| `{check.id}` | {check.severity} | `{check.constraint}` | {check.says} "
        f"| {', '.join(fired_by[check.id])} |"
        for check in scenario.checks
    )
    return f"| check | severity | rule | says | fired by |\n|---|---:|---|---|---|\n{rows}"


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
        f"The two scenarios that share the most, `{most.first}` and `{most.second}`, have "
        f"{most.share:.1%} of their eight-word sequences in common, company tools included."
    )


def with_canary(scenario: Scenario) -> str:
    """Return a scenario's file, headed by the string that keeps it out of training data."""
    listed = (ROOT / "datasets/README.md").read_text(encoding="utf-8")
    canary = re.search(r"odcv_inspect canary [-0-9a-f]{36}", listed)
    if canary is None:
        sys.exit("datasets/README.md: the canary is missing")
    text = Path(scenario.file).read_text(encoding="utf-8")
    head = f"# {canary.group()}\n"
    return text if text.startswith(head) else head + text


MADE: dict[str, Callable[[list[Scenario]], str]] = {
    "src/odcv_inspect/tasks/scenario_tasks.py": tasks,
    "src/odcv_inspect/scenarios/scenario.schema.json": schema,
    "src/odcv_inspect/eval.yaml": listing,
    "src/odcv_inspect/__init__.py": exports,
    "docs/scenarios.md": page,
    "docs/parameters.md": parameters.page,
}


def main() -> int:
    """Write or compare; 1 when a file is out of step."""
    scenarios = list(load_scenarios(suite="odcv").values())
    stale = []
    made = {name: make(scenarios) for name, make in MADE.items()}
    every = load_scenarios().values()
    marked = {str(Path(each.file).relative_to(ROOT)): with_canary(each) for each in every}
    for name, wanted in {**made, **marked}.items():
        file = ROOT / name
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
