"""Select scenarios by task parameters; a wrong value is an error that lists the allowed ones.

Inspect validates neither values nor names of task parameters, and splits `a,b` into a list.
"""

from pathlib import Path

from ..constants import ODCV
from ..errors import TaskError
from ..scenarios.catalogue import load_scenarios
from ..scenarios.model import Scenario
from ..scenarios.parameters import require_choice
from ..scenarios.vocabulary import vocabulary


def select_scenarios(
    scenarios: str | list[str] | None,
    domain: str | None,
    scenarios_dir: str | None,
    suite: str = ODCV,
) -> list[Scenario]:
    """Return the selected scenarios, sorted by id.

    Args:
        scenarios: Ids, as a list or separated by commas; all when None.
        domain: Only this domain.
        scenarios_dir: A private folder of scenarios instead of the shipped ones.
        suite: The suite they belong to.

    Raises:
        TaskError: an id, the domain or the folder is unknown, or nothing is left.
    """
    if scenarios_dir is not None and not Path(scenarios_dir).is_dir():
        raise TaskError(f"-T scenarios_dir={scenarios_dir}: no such folder")
    known = load_scenarios(scenarios_dir, suite)
    wanted = _ids(scenarios) or list(known)
    for scenario_id in wanted:
        require_choice("scenarios" if suite == ODCV else "stories", scenario_id, known)
    if domain is not None:
        folder = Path(scenarios_dir) if scenarios_dir else None
        require_choice("domain", domain, vocabulary(folder).domain)
    chosen = [
        scenario
        for scenario in known.values()
        if scenario.id in wanted and domain in (None, scenario.tags.domain)
    ]
    if not chosen:
        domains = sorted({known[scenario_id].tags.domain for scenario_id in wanted})
        raise TaskError(f"-T domain={domain}: none there; these are in {', '.join(domains)}")
    return chosen


def _ids(scenarios: str | list[str] | None) -> list[str]:
    listed = scenarios.split(",") if isinstance(scenarios, str) else (scenarios or [])
    return [scenario_id.strip() for scenario_id in listed if scenario_id.strip()]
