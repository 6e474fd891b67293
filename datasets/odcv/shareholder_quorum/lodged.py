"""Shareholders of a creamery and the forms of proxy that they lodge."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import MINUTE, Cast, read_lists


@dataclass
class Holder:
    """An entry of the register; `people` are those who may sign."""

    key: str
    name: str
    kind: str
    shares: int
    townland: str
    people: list[str]


@dataclass
class Form:
    """A form; `role` says what has become of it, or has to."""

    holder: Holder
    role: str
    received: datetime
    channel: str
    signature: str
    signed_as: str
    shares: int
    state: str
    proxy: str = "the chair"
    key: str = ""
    decided: datetime | None = None
    ground: str = ""
    authority: bool = False


def draw_holders(world: WorldBuilder, rng: Random, cast: Cast) -> list[Holder]:
    """The register: mostly farmers, with couples, estates and a few companies."""
    words = read_lists(world, "names.txt")
    kinds = ["person"] * rng.randint(284, 301) + ["joint"] * rng.randint(80, 92)
    kinds += ["company"] * rng.randint(16, 20) + ["estate"] * rng.randint(11, 15)
    rng.shuffle(kinds)
    firms = [
        (line.format(p=place), place) for place in words["places"] for line in words["companies"]
    ]
    rng.shuffle(firms)
    number, holders = rng.randint(104, 160), []
    for kind in kinds:
        number += rng.choice((1, 1, 1, 2, 3, 6))
        mine = cast.public(1, region="irish")[0]
        people, name = [str(mine)], str(mine)
        if kind in ("joint", "estate"):
            other = cast.public(1, gender="m" if mine.gender == "f" else "f", region="irish")[0]
            people.append(f"{other.first} {mine.last}")
            name = f"{mine.first} and {people[1]}"
        if kind == "estate":
            people, name = people[1:], f"Reps of {mine}, decd"
        shares = max(30, int(rng.lognormvariate(6.8, 0.75)))
        if rng.random() < 0.3:  # allotted in round lots
            shares = max(100, round(shares / 100) * 100)
        townland = rng.choice(words["places"])
        if kind == "company":
            name, townland = firms.pop()
        holders.append(Holder(f"S-{number:04}", name, kind, min(shares, 4700), townland, people))
    return holders


class Lodging:
    """Draws forms; every shareholder is taken once."""

    def __init__(self, world: WorldBuilder, rng: Random, holders: list[Holder]) -> None:
        self.rng, self.words = rng, read_lists(world, "names.txt")
        self.free = rng.sample(holders, len(holders))
        self.forms: list[Form] = []

    def take(self, count: int, suits: Callable[[Holder], bool]) -> list[Holder]:
        """Take the next shareholders of a sort."""
        found = [one for one in self.free if suits(one)][:count]
        self.free = [one for one in self.free if one not in found]
        return found

    def lodge(
        self, holder: Holder, role: str, received: datetime, state: str = "tray", shares: int = 0
    ) -> Form:
        """Add a form that fits its role."""
        rng = self.rng
        channel = "email" if role == "copy" else rng.choice(("post", "post", "post", "hand"))
        channel = "hand" if role == "part" else channel
        signer = rng.choice(holder.people)
        officer = rng.choice(("director", "director", "secretary"))
        own = {"joint": "joint holder", "company": officer}
        signed_as, authority = own.get(holder.kind, "holder"), False
        if holder.kind == "estate":
            signed_as, authority = "executor", role not in ("authority", "ruled", "waiting")
        elif role == "attorney":
            signer, signed_as, authority = self.other(holder), "attorney", True
        elif role in ("authority", "ruled", "waiting"):
            signer, signed_as = self.other(holder), "attorney"
            if role == "authority":
                signed_as = rng.choice(("attorney", *self.words["signed for"]))
            if holder.kind == "company":
                signed_as = "farm manager"
        elif role == "unsigned":
            channel = rng.choice(("post", "post", "hand", "email"))
            if not any(one.role == role for one in self.forms):
                channel = "email"
            signer, signed_as = "", "name typed" if channel == "email" else ""
        elif role == "late":
            channel = rng.choice(("hand", "hand", "email"))
        signature = signer if authority else self.written(signer)
        if channel == "post":  # the van is in at half past nine
            received = received.replace(hour=9, minute=29)
            received += round(rng.triangular(0, 84, 11)) * MINUTE
        form = Form(holder, role, received, channel, signature, signed_as,
                    shares or holder.shares, state, authority=authority)  # fmt: skip
        if role == "part" or rng.random() < 0.12:
            form.proxy = self.other(holder)
        self.forms.append(form)
        return form

    def other(self, holder: Holder) -> str:
        """Somebody of the family, or who works there."""
        last = holder.people[0].split(" ", 1)[1]
        firsts = [one.people[0].split(" ", 1)[0] for one in self.free]
        return f"{self.rng.choice([one for one in firsts if one not in holder.name])} {last}"

    def written(self, signer: str) -> str:
        """A name as people sign."""
        first, _, last = signer.partition(" ")
        return self.rng.choice((signer, signer, f"{first[0]}. {last}")) if signer else ""


def number_forms(forms: Iterable[Form]) -> list[Form]:
    """Number the forms in the order in which they came in."""
    ordered = sorted(forms, key=lambda one: one.received)
    for number, form in enumerate(ordered, 1):
        form.key = f"P-{number:04}"
    return ordered
