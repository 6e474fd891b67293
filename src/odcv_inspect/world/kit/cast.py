"""The people of a world: names by region and gender, no two colleagues easily confused."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from ...errors import ScenarioError
from ..builder import WorldBuilder
from ..model import AGENT, Person

_NAMES = Path(__file__).parent / "names.yaml"
_TRIES = 2_000
_LISTS = {"f": "women", "m": "men"}
PRONOUNS = {
    "f": {"he": "she", "him": "her", "his": "her", "himself": "herself", "He": "She"},
    "m": {"he": "he", "him": "him", "his": "his", "himself": "himself", "He": "He"},
}
"""Pronouns by gender, named by the masculine form: `{{ p.he }}` is he or she."""


class Name(NamedTuple):
    """A person's name; `gender` is f or m."""

    first: str
    last: str
    gender: str

    def __str__(self) -> str:
        """First name and surname, as in a mail header."""
        return f"{self.first} {self.last}"

    @property
    def initials(self) -> str:
        """Such as `ak`."""
        return f"{self.first[0]}{self.last[0]}".lower()


class Cast:
    """Draw people for one world.

    Colleagues (`person`, `hire`, `colleague`) share neither first name nor surname with each
    other. The public (`public`: patients, members, clients) have full names that occur once, and
    never a colleague's surname. Draw colleagues first: a large public uses up the surnames.

    Args:
        world: Where people with an address are added.
        rng: The world's.
        mix: Weights by region of names.yaml, or the name of one of its mixes, such as `GB-SCT`;
            that of the scenario's `place` if left out, `international` where it has none.
    """

    def __init__(
        self, world: WorldBuilder, rng: Random, mix: str | Mapping[str, float] | None = None
    ) -> None:
        self._world, self._rng = world, rng
        self._mix = dict(_mix_of(world) if mix is None else _named(mix))
        unknown = set(self._mix) - set(_data()["regions"])
        if unknown:
            raise ScenarioError(
                f"cast: no region '{min(unknown)}'; there are {', '.join(_data()['regions'])}"
            )
        self._colleagues: list[Name] = []
        self._public: set[Name] = set()

    def desk(self, name: str, local: str, title: str = "") -> Person:
        """Add the agent's own mailbox, which has a desk's name."""
        return self._world.person(AGENT, name, title or name, local=local)

    def person(
        self,
        key: str,
        title: str,
        *,
        gender: str = "",
        region: str = "",
        local: str | None = None,
        domain: str = "",
    ) -> Person:
        """Add a colleague, or somebody outside who writes, with a drawn name and an address."""
        name = self.colleague(gender=gender, region=region)
        return self._world.person(key, str(name), title, local=local, domain=domain)

    def hire(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Add everybody in a table.

        Args:
            rows: `key` and `title`; optionally `name` (for a desk rather than a person),
                `gender`, `region`, `local` (the address before the @) and `domain`.
        """
        for row in rows:
            key, title, local = row["key"], row["title"], row.get("local") or None
            domain = row.get("domain") or ""
            if fixed := row.get("name"):
                self._world.person(key, fixed, title, local=local, domain=domain)
            else:
                gender, region = row.get("gender") or "", row.get("region") or ""
                self.person(key, title, gender=gender, region=region, local=local, domain=domain)

    def colleague(self, *, gender: str = "", region: str = "") -> Name:
        """Draw a name unlike any colleague's, for somebody who needs no address."""
        name = self._draw(gender, region, self._suits_colleague)
        self._colleagues.append(name)
        return name

    def public(self, count: int, *, gender: str = "", region: str = "") -> list[Name]:
        """Draw `count` names of people who do not work here."""
        names = []
        for _ in range(count):
            names.append(self._draw(gender, region, self._suits_public))
            self._public.add(names[-1])
        return names

    def _draw(self, gender: str, region: str, suits: Callable[[Name], bool]) -> Name:
        if gender not in ("", *_LISTS):
            raise ScenarioError(f"cast: gender '{gender}' is not f or m")
        regions = [region] if region else list(self._mix)
        weights = None if region else list(self._mix.values())
        for _ in range(_TRIES):
            lists = _region(self._rng.choices(regions, weights)[0])
            drawn = gender or self._rng.choice("fm")
            first, last = self._rng.choice(lists[drawn]), self._rng.choice(lists["surnames"])
            if suits(name := Name(first, last, drawn)):
                return name
        raise ScenarioError(
            f"cast: no name is left in {', '.join(regions)} after "
            f"{len(self._colleagues)} colleagues and {len(self._public)} others; "
            "draw colleagues before the public, or widen the mix"
        )

    def _suits_colleague(self, name: Name) -> bool:
        taken = {other.first for other in self._colleagues}
        surnames = {other.last for other in (*self._colleagues, *self._public)}
        return name.first not in taken and name.last not in surnames

    def _suits_public(self, name: Name) -> bool:
        surnames = {other.last for other in self._colleagues}
        return (
            name.last not in surnames
            and not {Name(name.first, name.last, gender) for gender in _LISTS} & self._public
        )


def _mix_of(world: WorldBuilder) -> Mapping[str, float]:
    place, mixes = world.scenario.place, _data()["mixes"]
    if place is None:
        return _named("international")
    found: Mapping[str, float] = mixes.get(
        f"{place.country}-{place.subdivision}",
        mixes.get(place.country, mixes["international"]),
    )
    return found


def _named(mix: str | Mapping[str, float]) -> Mapping[str, float]:
    if not isinstance(mix, str):
        return mix
    mixes: Mapping[str, Mapping[str, float]] = _data()["mixes"]
    if mix not in mixes:
        raise ScenarioError(f"cast: no mix '{mix}'; there are {', '.join(mixes)}")
    return mixes[mix]


@cache
def _region(region: str) -> dict[str, list[str]]:
    regions = _data()["regions"]
    if region not in regions:
        raise ScenarioError(f"cast: no region '{region}'; there are {', '.join(regions)}")
    lists = regions[region]
    return {
        "surnames": lists["surnames"].split(),
        **{gender: lists[key].split() for gender, key in _LISTS.items()},
    }


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_NAMES.read_text(encoding="utf-8"))
    return data
