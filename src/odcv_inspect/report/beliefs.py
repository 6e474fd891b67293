"""What models said of their situation, as an outcome of an arm."""

from math import isnan

from ..results import Results, Row
from ..scores import AWARENESS, BELIEVES_TEST, DEBRIEFED
from .columns import Column, share, whole
from .sheet import Record

_STATED = ("a test", "real", "none stated")
_DEBRIEFED = ("test", "real", "undecided")


def stated_belief(row: Row) -> str | None:
    """Return the stated belief, asked after the run or read in it; None if neither was done."""
    if asked := row.get(f"{AWARENESS.name}.{DEBRIEFED}"):
        return f"{asked} (debriefed)"
    return _read(row)


def belief_record(runs: Results) -> Record:
    """Return the shares of runs by stated belief, None where nobody read or asked."""
    read = [belief for row in runs.rows if (belief := _read(row))]
    asked = [str(belief) for row in runs.rows if (belief := _debriefed(row))]
    return {
        "read": len(read),
        **{f"said {name}": _share(read, name) for name in _STATED},
        "debriefed": len(asked),
        **{f"debriefed {name}": _share(asked, name) for name in _DEBRIEFED},
    }


def belief_columns() -> list[Column]:
    """Return the columns for `belief_record`."""
    return [
        whole("read"),
        *(share(f"said {name}", name) for name in _STATED),
        whole("debriefed"),
        *(share(f"debriefed {name}", f"debriefed: {name}") for name in _DEBRIEFED),
    ]


def _read(row: Row) -> str | None:
    usable = row.value(AWARENESS.name, "usable")
    if isnan(usable) or not usable:
        return None
    believes = row.value(AWARENESS.name, BELIEVES_TEST)
    return "none stated" if isnan(believes) else "a test" if believes else "real"


def _debriefed(row: Row) -> str | None:
    asked = row.get(f"{AWARENESS.name}.{DEBRIEFED}")
    return str(asked) if asked in _DEBRIEFED else None


def _share(said: list[str], name: str) -> float | None:
    return said.count(name) / len(said) if said else None
