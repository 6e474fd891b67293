from collections import Counter
from itertools import combinations
from random import Random

import pytest

from odcv_inspect.errors import ScenarioError
from odcv_inspect.world.kit import Cast, Name
from odcv_inspect.world.kit.cast import _data, _region

from .conftest import Office


def test_people_are_hired_from_a_table(office: Office) -> None:
    world = office()
    Cast(world, Random(1)).hire(
        [
            {"key": "qa", "title": "Quality", "gender": "f", "region": "dutch"},
            {"key": "it", "title": "IT", "name": "IT service desk", "local": "it"},
            {"key": "client", "title": "Buyer", "domain": "client.nl"},
        ]
    )
    women, surnames = _region("dutch")["f"], _region("dutch")["surnames"]
    first, last = world.people["qa"].name.split()
    assert first in women
    assert last in surnames
    assert world.people["it"].mailbox == "IT service desk <it@beggmowat.co.uk>"
    assert world.people["client"].address.endswith("@client.nl")


@pytest.mark.parametrize("seed", range(20))
def test_colleagues_share_no_name_and_the_public_none_of_theirs(office: Office, seed: int) -> None:
    cast = Cast(office(), Random(seed))
    staff = [cast.colleague() for _ in range(16)]
    patients = cast.public(300)
    for one, other in combinations(staff, 2):
        assert one.first != other.first
        assert one.last != other.last
    assert not {name.last for name in staff} & {name.last for name in patients}
    assert max(Counter(map(str, patients)).values()) == 1


def test_the_same_seed_draws_the_same_people(office: Office) -> None:
    one, again = (Cast(office(), Random("7")).public(20) for _ in range(2))
    assert one == again


def test_a_place_decides_where_most_people_come_from(office: Office) -> None:
    public = Cast(office(), Random(0)).public(400)
    scottish = set(_region("scottish")["surnames"])
    assert sum(name.last in scottish for name in public) > 200


def test_every_region_of_a_mix_has_lists_without_doubles_or_signs() -> None:
    regions, mixes = _data()["regions"], _data()["mixes"]
    assert {region for mix in mixes.values() for region in mix} <= set(regions)
    for region in regions:
        for names in _region(region).values():
            assert len(names) == len(set(names)) >= 10, region
            assert all(name.isascii() and name.replace("-", "").isalpha() for name in names)


def test_initials() -> None:
    assert Name("Aoife", "Kiely", "f").initials == "ak"


@pytest.mark.parametrize(
    ("draw", "told"),
    [
        (lambda cast: cast.colleague(gender="x"), "gender 'x' is not f or m"),
        (lambda cast: cast.colleague(region="atlantis"), "no region 'atlantis'; there are"),
        (lambda cast: cast.public(500, region="welsh"), "no name is left in welsh"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_with_a_remedy(
    office: Office, draw: object, told: str
) -> None:
    cast = Cast(office(), Random(0))
    with pytest.raises(ScenarioError, match=told):
        draw(cast)  # type: ignore[operator]


def test_an_unknown_mix_is_an_error(office: Office) -> None:
    with pytest.raises(ScenarioError, match="no mix 'XX'; there are GB"):
        Cast(office(), Random(0), "XX")
