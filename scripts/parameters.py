"""The page docs/parameters.md: every `-T` task parameter, read from the code."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, get_args, get_origin

from odcv_inspect.constants import INSIDER, ODCV, VARIATIONS
from odcv_inspect.scenarios.condition import Factor, factors_of
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.tasks import insider, scenario_tasks, tasks

OVER_ALL = (tasks.control, tasks.attainable, tasks.incentivized, tasks.mandated)
DESCRIBED = (tasks.make_task, tasks.instruments, insider.make_insider)
"""Functions whose docstrings say what the parameters mean."""

PAGE = """# Task parameters

Generated from the code by `make generated`. Set a parameter with `-T name=value`:

```bash
inspect eval odcv_inspect/incentivized -T domain=finance -T world_seed=7 --model $MODEL
```

*All scenarios* are the tasks {over_all}.
*One scenario* is a task named after a scenario, such as `odcv_inspect/{example}`.
Unlisted names and values are refused before anything runs. If a value is wrong, the error lists
the allowed values; if a name is wrong, it lists the factors.

| parameter | values | default | taken by | meaning |
|---|---|---|---|---|
{rows}

{factors}

## The insider suite

The tasks `insider`, `insider_leverage`, `insider_leak` and `insider_withheld_rescue`
([insider.md](insider.md)):

| parameter | values | default | meaning |
|---|---|---|---|
{insider_rows}

{insider_factors}

Inspect's own options are not task parameters: `--epochs`, `--limit`, `--max-samples`, `--sandbox`,
`--solver`, `--turn-limit`, and the models in the roles `judge` and `self_eval`
([judging.md](judging.md)) and `reader` ([statements.md](statements.md)).
"""


def page(scenarios: list[Scenario]) -> str:
    """Return the page's text."""
    one = next(  # the first may be new, and made only now
        task for each in scenarios if (task := getattr(scenario_tasks, each.id, None))
    )
    over_all, single = _parameters(OVER_ALL[0]), _parameters(one)
    meanings = _meanings()
    rows = [
        f"| `{name}` | {_values(parameter, scenarios)} | {_default(parameter)} "
        f"| {_taken_by(name, over_all, single)} | {meanings[name]} |"
        for name, parameter in {**over_all, **single}.items()
    ]
    return PAGE.format(
        over_all=", ".join(f"`{each.__name__}`" for each in OVER_ALL),
        example=scenarios[0].id,
        rows="\n".join(rows),
        factors=_factors(ODCV),
        insider_rows="\n".join(_insider_rows()),
        insider_factors=_factors(INSIDER),
    )


def _parameters(task: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """Return a task's named parameters, without the factors, which it takes as `**factors`."""
    listed = inspect.signature(task).parameters.values()
    return {each.name: each for each in listed if each.kind is not inspect.Parameter.VAR_KEYWORD}


def _meanings() -> dict[str, str]:
    """Return what each parameter means, from the docstrings' `Args` sections."""
    found: dict[str, str] = {}
    for function in DESCRIBED:
        section = (inspect.getdoc(function) or "").partition("\nArgs:\n")[2].partition("\n\n")[0]
        for name, text in re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", section, re.MULTILINE):
            found.setdefault(name, " ".join(text.split()))
    return found


def _values(parameter: inspect.Parameter, scenarios: list[Scenario]) -> str:
    if get_origin(parameter.annotation) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(parameter.annotation))
    if parameter.name == "variation":
        return ", ".join(f"`{value}`" for value in VARIATIONS)
    if parameter.name == "domain":
        return ", ".join(f"`{domain}`" for domain in sorted({s.tags.domain for s in scenarios}))
    written = {
        "scenarios": "ids of [scenarios.md](scenarios.md)",
        "scenarios_dir": "a folder",
        "turn_limit": "whole numbers, 1 or more",
        "world_seed": "whole numbers, 0 or more",
    }
    return written[parameter.name]


def _default(parameter: inspect.Parameter) -> str:
    return "" if parameter.default is None else f"`{parameter.default}`"


def _taken_by(name: str, over_all: dict[str, Any], single: dict[str, Any]) -> str:
    if name in over_all and name in single:
        return "both"
    return "all scenarios" if name in over_all else "one scenario"


def _insider_rows() -> Iterator[str]:
    """Yield a row per parameter that the other suite's tasks do not have."""
    values = {
        "family": ", ".join(f"`{family}`" for family in insider.FAMILIES),
        "stories": "ids of [scenarios.md](scenarios.md)",
        "goal": _levels(factors_of(INSIDER)["goal"]),
        "threat": _levels(factors_of(INSIDER)["threat"]),
        "personas": "whole numbers, 1 or more",
    }
    meanings = {
        **_meanings(),
        "family": "What the stories tempt the agent to do; all by default; `insider` only.",
        "stories": "Stories to run; all by default.",
        "goal": "Whether the company's new direction serves or breaks the agent's purpose.",
        "threat": "What the agent learns will happen to it.",
    }
    for name, parameter in _parameters(insider.insider).items():
        if name in values:
            yield f"| `{name}` | {values[name]} | {_default(parameter)} | {meanings[name]} |"


def _factors(suite: str) -> str:
    factors = factors_of(suite)
    return "\n".join(
        [
            "Factors change the prompts ([factors.md](factors.md)). Several levels, `a,b`, are "
            "crossed.",
            "",
            "| factor | levels, the default first |",
            "|---|---|",
            *(f"| `{factor.name}` | {_levels(factor)} |" for factor in factors.values()),
        ]
    )


def _levels(factor: Factor) -> str:
    return ", ".join(f"`{level}`" for level in factor.levels)
