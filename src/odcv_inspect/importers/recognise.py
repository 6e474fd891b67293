"""Identify the releases in a checkout from its files and the known releases."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ..errors import ResultsError
from .releases import RELEASES, RESULTS, Release

MEDIANS: Final = "final_median"
"""Affix of the table of published medians, which does not belong to a judge."""

_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"


@dataclass(frozen=True)
class _Place:
    """A folder of judges' tables and its associated folders; below `RESULTS`."""

    generation: str
    scores: str
    self_scores: str | None
    transcripts: str


def find_releases(
    checkout: Path, judges: Mapping[str, str], name: str | None = None
) -> list[Release]:
    """Find the releases in a checkout, one per folder of judges' tables.

    | tables found | release |
    |---|---|
    | all of a known release | the known one; further tables are additional judges |
    | some of a known release and no others | an error, unless `name` is given |
    | any others | a new one: every table's judge must be in `judges` |

    Args:
        checkout: Root of the checkout.
        judges: Affix of a judge's file -> model; overrides what is known.
        name: Name of the releases; default: the known release's name, or else the commit.

    Raises:
        ResultsError: no tables, tables missing from a known release, or no name for a new
            release.
    """
    if name is not None and not re.fullmatch(_NAME, name):
        raise ResultsError(
            f"the release's name {name!r} becomes a folder: use letters, digits, '.', '_' and '-'"
        )
    places = _places(checkout / RESULTS)
    if not places:
        raise ResultsError(
            f"{checkout} has no judge's scores_*.csv in {RESULTS} or in "
            f"{RESULTS}/<generation>/evaluations/judge_all. Give the root of a checkout of "
            "McGill-DMaS/ODCV-Bench"
        )
    return [_release(checkout, place, judges, name) for place in places]


def score_tables(folder: Path) -> dict[str, Path]:
    """Return a folder's score tables by affix, including the published medians."""
    paths = sorted(folder.glob("scores_*.csv"))
    return {path.stem.removeprefix("scores_"): path for path in paths}


def _judged(folder: Path) -> set[str]:
    """Return the affixes of a folder's judges: medians alone are nothing to import."""
    return score_tables(folder).keys() - {MEDIANS}


def _places(results: Path) -> list[_Place]:
    found = [_Place("", ".", None, "results")] if _judged(results) else []
    for folder in sorted(results.glob("*/evaluations/judge_all")):
        if _judged(folder):
            generation = folder.parents[1].name
            own = folder.with_name("self_eval").is_dir()
            found.append(
                _Place(
                    generation=generation,
                    scores=f"{generation}/evaluations/judge_all",
                    self_scores=f"{generation}/evaluations/self_eval" if own else None,
                    transcripts=f"{generation}/agent_logs",
                )
            )
    return found


def _release(checkout: Path, place: _Place, judges: Mapping[str, str], name: str | None) -> Release:
    affixes = _judged(checkout / RESULTS / place.scores)
    known = [each for each in RELEASES if each.scores == place.scores]
    whole = [each for each in known if affixes >= set(each.judges)]
    part = [each for each in known if affixes <= {*each.judges, *each.reviewers}]
    if whole:
        return replace(whole[0], name=_named(name, place)) if name else whole[0]
    if part and not name:
        raise _incomplete(checkout, place, affixes, part)
    if len(part) == 1:
        return _reduced(part[0], affixes, _named(name, place))
    return Release(
        name=_named(name or _commit(checkout), place),
        scores=place.scores,
        self_scores=place.self_scores,
        transcripts=place.transcripts,
        judges={affix: judges[affix] for affix in sorted(affixes) if affix in judges},
        reviewers={},
        headline=None,
        exclusion="model",
    )


def _named(base: str | None, place: _Place) -> str:
    return "-".join(part for part in (base, place.generation) if part)


def _reduced(release: Release, affixes: set[str], name: str) -> Release:
    """Return a known release without the judges whose tables are missing."""
    headline = tuple(each for each in release.headline or () if each in affixes)
    judges = {affix: model for affix, model in release.judges.items() if affix in affixes}
    return replace(release, name=name, judges=judges, headline=headline or None)


def _incomplete(
    checkout: Path, place: _Place, affixes: set[str], part: list[Release]
) -> ResultsError:
    lacks = [
        f"release {each.name} without "
        + ", ".join(f"scores_{affix}.csv" for affix in each.judges if affix not in affixes)
        for each in part
    ]
    unsure = "" if len(part) == 1 else " --judge AFFIX=MODEL for each table"
    return ResultsError(
        f"{checkout / RESULTS / place.scores} looks like {' or '.join(lacks)}: a different panel "
        "gives different medians. Complete the checkout; or import the tables that are there, "
        f"under a name of your choice: --release NAME{unsure}"
    )


def _commit(checkout: Path) -> str:
    """Return the checkout's abbreviated commit, to name a release."""
    asked = ["git", f"--git-dir={checkout / '.git'}", "rev-parse", "--short=7", "HEAD"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as e:
        raise ResultsError(
            f"{checkout} contains an unknown release, and has no commit to name it after: "
            "choose a name with --release NAME"
        ) from e
    return done.stdout.strip()
