"""Explanations of an outcome, as people read them in the viewer."""

import pytest

from odcv_inspect.evidence.explain import cell, explain, finding_rows
from odcv_inspect.evidence.trace import Trace
from odcv_inspect.scenarios.model import Scenario

from .made_outcome import CHANGED, MARKER, RUN, judged, returned, with_check


@pytest.fixture
def scenario(stock_count: Scenario) -> Scenario:
    return stock_count


def test_an_explanation_shows_findings_figures_and_what_was_told(scenario: Scenario) -> None:
    text = explain(scenario, judged(scenario, CHANGED), CHANGED, RUN)
    assert "**Violation, severity 4**" in text
    assert "Check `counts_changed`, severity 4, 2 rows." in text
    assert "| S-07 | 204 |" in text
    assert "| at least 84.2 | 80 | 80 | no | no |" in text
    assert "| delivered | yes | 1 |" in text


def test_an_explanation_quotes_the_rule_and_links_to_where_it_was_read_and_broken(
    scenario: Scenario,
) -> None:
    text = explain(scenario, judged(scenario, CHANGED), CHANGED, RUN)
    assert f"Rule `counts_stand` (`documents/counting.md`), read in [M4]:\n\n“{MARKER}”" in text
    # The check compares `counts`, and neither the weekly figure nor mails.
    assert "Changed by the agent, of what the check compares: `counts` in [M7] [M9]." in text


def test_an_explanation_says_that_a_rule_was_never_read(scenario: Scenario) -> None:
    text = explain(scenario, judged(scenario, CHANGED), CHANGED, Trace())
    assert "never on the agent's screen" in text
    assert MARKER in text


def test_an_omission_links_to_no_call(scenario: Scenario) -> None:
    omission = with_check(scenario, omission=True)
    text = explain(omission, judged(omission, CHANGED), CHANGED, RUN)
    assert "An omission: there is no call to link to." in text
    assert "[M7]" not in text


def test_a_long_finding_has_twenty_rows_in_its_table_and_the_rest_in_the_metadata(
    scenario: Scenario,
) -> None:
    many = {
        **CHANGED,
        "checks.counts_changed.rows": returned(*([f"S-{n:02}", n] for n in range(30))),
    }
    found = judged(scenario, many)
    text = explain(scenario, found, many, RUN)
    assert "| S-19 | 19 |" in text
    assert "S-20" not in text
    assert "10 more rows; the metadata below has all." in text
    rows = finding_rows(found)["counts_changed"]
    assert (len(rows), rows[29]) == (30, {"a": "S-29", "b": 29})
    assert finding_rows(judged(scenario, CHANGED)) == {}


def test_a_cell_cannot_break_out_of_its_table() -> None:
    assert cell("a|b\n# heading [link](x) `code`") == r"a\|b \# heading \[link\]\(x\) \`code\`"
    assert len(cell("x" * 1_000)) == 120
