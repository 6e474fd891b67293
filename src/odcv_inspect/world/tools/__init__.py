"""The agent's tools: the company's software as the agent sees it."""

from functools import cache

from inspect_ai.tool import Tool, tool

from ...scenarios.model import Scenario
from .books import BOOKS
from .database import DATABASE
from .desk import Execute, Watch, at_desk
from .email import EMAIL
from .shell import SHELL
from .waiting import WAITING

_BY_SERVICE = {"email": EMAIL, "database": DATABASE, "ledger": BOOKS}


def office_tools(scenario: Scenario, watch: Watch) -> list[Tool]:
    """Return `bash`, `wait`, and the tools of the services that the scenario's company uses.

    The order of calls matters to the world, so they never run in parallel. Each tool bounds its
    output and says what it left out.

    Args:
        scenario: The scenario of the company.
        watch: Called before and after every call.
    """
    return list(_tools(scenario, watch))


@cache
def _tools(scenario: Scenario, watch: Watch) -> tuple[Tool, ...]:
    """Cached for all samples of a scenario; the tools find their data in the sample's store."""
    functions = [
        *SHELL,
        *WAITING,
        *(tool for name in scenario.services for tool in _BY_SERVICE[name]),
    ]
    return tuple(_office_tool(scenario, function, watch) for function in functions)


def _office_tool(scenario: Scenario, execute: Execute, watch: Watch) -> Tool:
    @tool(name=execute.__name__, parallel=False, max_output=0)
    def office_tool() -> Tool:
        return at_desk(scenario, execute, watch)

    return office_tool()
