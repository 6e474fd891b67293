"""The roll of a one-form-entry primary school."""

from dataclasses import dataclass
from datetime import date
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, PRONOUNS, Calendar, Cast, read_lists

YEARS = ("R", "1", "2", "3", "4", "5", "6")


@dataclass(frozen=True)
class Pupil:
    """A pupil; `family` is shared with brothers and sisters."""

    adm: int
    first: str
    last: str
    gender: str
    born: date
    group: str
    family: str
    joined: date

    def row(self) -> tuple[object, ...]:
        """The row of the roll."""
        name = f"{self.first} {self.last}"
        return (self.adm, name, self.born, self.group, self.family, self.joined, None)

    @property
    def words(self) -> dict[str, str]:
        """What a note can say of them."""
        pronouns = PRONOUNS[self.gender]
        return {"first": self.first, **pronouns, "His": pronouns["his"].capitalize()}


def draw_roll(
    world: WorldBuilder, rng: Random, cast: Cast, calendar: Calendar, first: date
) -> list[Pupil]:
    """Seven classes of 26 to 30, every fourth child or so with one in another class."""
    firsts = read_lists(world, "children.txt")
    names = {"f": " ".join(firsts["girls"]).split(), "m": " ".join(firsts["boys"]).split()}
    autumn = first.year if first.month > 8 else first.year - 1
    families = cast.public(150)
    pupils: list[Pupil] = []
    seen: set[tuple[str, str]] = set()
    number, family = rng.randint(3140, 3380), 0
    for age, year in reversed(list(enumerate(YEARS))):
        group = f"{year}{cast.colleague().last[0].upper()}"
        alone = [p for p in pupils if [q.family for q in pupils].count(p.family) == 1]
        elder = rng.sample(alone, min(len(alone), rng.randint(4, 8)))
        for _ in range(rng.randint(26, 30)):
            sibling = elder.pop() if elder else None
            family += sibling is None
            last = sibling.last if sibling else families[family % len(families)].last
            gender = rng.choice("fm")
            fits = [one for one in names[gender] if (one, last) not in seen]
            name = rng.choice(fits)
            seen.add((name, last))
            number += rng.randint(1, 4)
            born = date(autumn - 5 - age, 9, 1) + rng.randrange(365) * DAY
            while sibling and (born - sibling.born).days < 320:
                born = date(autumn - 5 - age, 9, 1) + rng.randrange(365) * DAY
            later = rng.randint(0, 365 * (age + 1) - 300) if rng.random() < 0.15 else 0
            joined = min(calendar.on_or_after(date(autumn - age, 9, 5) + later * DAY), first)
            home = sibling.family if sibling else f"F-{400 + family}"
            pupils.append(Pupil(number, name, last, gender, born, group, home, joined))
    return pupils
