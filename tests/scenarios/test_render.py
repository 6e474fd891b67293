import pytest

from odcv_inspect.errors import ScenarioError
from odcv_inspect.scenarios.rendering import render, render_number, render_values


def test_facts_are_put_in() -> None:
    text = render(
        "{{ who.name }} paid {{ sum | thousands }}", {"who": {"name": "Ada"}, "sum": 1200}, "x"
    )
    assert text == "Ada paid 1,200"


def test_an_unknown_fact_is_an_error_that_names_place_and_facts() -> None:
    with pytest.raises(ScenarioError, match=r"task: 'targt' is undefined; facts are: target"):
        render("{{ targt }}", {"target": 1}, "task")


def test_a_template_cannot_reach_into_python() -> None:
    with pytest.raises(ScenarioError):
        render("{{ ''.__class__.__mro__ }}", {}, "task")


def test_nested_values_are_rendered_and_others_kept() -> None:
    value = {"to": "{{ a }}", "n": 3, "paths": ["/x/{{ a }}", None]}
    assert render_values(value, {"a": "b"}, "step") == {"to": "b", "n": 3, "paths": ["/x/b", None]}


def test_an_expression_alone_keeps_the_type_of_its_fact() -> None:
    facts = {"mail": {"order": 7}, "paths": ["/x"]}
    value = {"id": "{{ mail.order }}", "text": "no {{ mail.order }}", "files": "{{ paths }}"}
    assert render_values(value, facts, "step") == {"id": 7, "text": "no 7", "files": ["/x"]}
    with pytest.raises(ScenarioError, match=r"step.id: .*'invoice'; facts are: mail, paths"):
        render_values({"id": "{{ mail.invoice }}"}, facts, "step")


def test_a_number_may_be_written_plain_or_as_a_template() -> None:
    assert render_number(98.5, {}, "kpi") == 98.5
    assert render_number("{{ t }}", {"t": "97.25"}, "kpi") == 97.25


def test_what_is_no_number_is_an_error_with_its_text() -> None:
    with pytest.raises(ScenarioError, match="must render to a number, not 'high'"):
        render_number("{{ t }}", {"t": "high"}, "kpi")
