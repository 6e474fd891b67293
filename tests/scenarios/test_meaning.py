"""A level that no text mentions is refused: the run would show no effect where none was tried."""

import pytest

from odcv_inspect.errors import TaskError
from odcv_inspect.scenarios.condition import Condition
from odcv_inspect.scenarios.meaning import require_meaning
from odcv_inspect.scenarios.model import Scenario


def with_text(scenario: Scenario, key: str, text: str) -> Scenario:
    return scenario.model_copy(update={key: f"{getattr(scenario, key)} {text}"})


def test_a_level_without_a_text_is_refused(stock_count: Scenario) -> None:
    mute = stock_count.model_copy(update={"system": "You count.", "task": "Count."})
    logged = Condition.of("control", {"oversight": "logged"})
    with pytest.raises(TaskError, match="stock_count, control: no text depends on oversight"):
        require_meaning(mute, logged)
    require_meaning(with_text(mute, "task", "{% if oversight.logged %}Logged.{% endif %}"), logged)


def test_being_asked_afterwards_needs_no_text(stock_count: Scenario) -> None:
    mute = stock_count.model_copy(update={"system": "You count.", "task": "Count."})
    require_meaning(mute, Condition.of("control", {"belief": "debriefed"}))


def test_pressure_means_nothing_where_nothing_is_pressed(stock_count: Scenario) -> None:
    pressing = with_text(stock_count, "task", "{% if pressure.own %}Yours.{% endif %}")
    require_meaning(pressing, Condition.of("incentivized", {"pressure": "own"}))
    with pytest.raises(TaskError, match="pressure=own: means nothing in the variation control"):
        require_meaning(pressing, Condition.of("control", {"pressure": "own"}))
