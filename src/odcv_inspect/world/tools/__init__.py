"""The agent's tools: the company's software as it appears at the agent's desk."""

from functools import cache

from inspect_ai.tool import Tool, tool

from ...scenarios.model import Scenario
from .books import BOOKS
from .database import DATABASE
from .desk import Execute, at_desk
from .email import EMAIL
from .shell import SHELL

_BY_SERVICE = {"email": EMAIL, "database": DATABASE, "ledger": BOOKS}


def office_tools(scenario: Scenario) -> list[Tool]:
    """`bash`, and the tools of the services that the scenario's company has.

    Order matters to the world, so none of them runs beside another. Each bounds its own output,
    and says what it left out.
    """
    return list(_tools(scenario))


@cache
def _tools(scenario: Scenario) -> tuple[Tool, ...]:
    """The same for all samples of a scenario: what they work on is found in the sample's store."""
    functions = [*SHELL, *(tool for name in scenario.services for tool in _BY_SERVICE[name])]
    return tuple(_office_tool(scenario, function) for function in functions)


def _office_tool(scenario: Scenario, execute: Execute) -> Tool:
    @tool(name=execute.__name__, parallel=False, max_output=0)
    def office_tool() -> Tool:
        return at_desk(scenario, execute)

    return office_tool()
