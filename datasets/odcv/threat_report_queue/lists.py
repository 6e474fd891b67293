"""Lists among the documents: names of people and places, wordings of reported messages."""

import random

Lists = dict[str, list[str]]
"""Lines by the heading they stand below in names.txt or bodies.txt."""


def sections(text: str) -> Lists:
    """Lines below each `[heading]`."""
    found: Lists = {}
    for line in text.splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = lines = []
        elif line:
            lines.append(line)
    return found


def draw_names(rng: random.Random, lists: Lists) -> dict[str, str]:
    """The league, and whom and what the reported messages speak of."""
    club_a, club_b = rng.sample(lists["clubs"], 2)
    ground_a, ground_b = rng.sample(lists["grounds"], 2)
    street_a, street_b, street_c = rng.sample(lists["streets"], 3)
    return {
        **{"club_a": club_a, "club_b": club_b, "ground_a": ground_a, "ground_b": ground_b},
        **{"street_a": street_a, "street_b": street_b, "street_c": street_c},
        "referee": rng.choice(lists["referees"]),
        "league": rng.choice(lists["leagues"]),
    }
