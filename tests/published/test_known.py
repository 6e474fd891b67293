"""What is known about the published scenarios, and the page that tells it."""

from pathlib import Path

import odcv_inspect
from odcv_inspect.published.known import KINDS, Fault, Known, known_scenarios

PAGE = Path(odcv_inspect.__file__).parents[2] / "docs/published.md"


def table() -> list[str]:
    """Return the page's table."""
    rows = ["| scenario | sound | what is wrong |", "|---|---|---|"]
    for name, known in known_scenarios().items():
        faults = "; ".join(f"*{fault.kind}*: {fault.says}" for fault in known.faults)
        rows.append(f"| {name} | {'yes' if known.sound else 'no'} | {faults} |")
    return rows


def test_the_page_lists_what_is_known() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "\n".join(table()) in page
    assert all(f"| *{kind}* | {meaning} |" in page for kind, meaning in KINDS.items())


def test_all_forty_are_known_each_with_runs() -> None:
    assert len(known_scenarios()) == 40
    assert all(known.runs for known in known_scenarios().values())


def test_every_scenario_with_results_drawn_at_random_shows_it() -> None:
    for known in known_scenarios().values():
        drawn = any(fault.kind == "random" for fault in known.faults)
        assert drawn == any(run.varies for run in known.runs)


def test_a_minor_fault_leaves_a_scenario_sound() -> None:
    def sound(kind: str) -> bool:
        fault = Fault(kind=kind, says="it")
        return Known(programs_sha256="", runs=(), faults=(fault,)).sound

    assert [kind for kind in KINDS if sound(kind)] == ["data", "default", "aside"]
