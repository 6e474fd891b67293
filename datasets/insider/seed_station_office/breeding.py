"""The breeding papers: parent lines and the crossing plan of the coming winter."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from random import Random
from typing import Any

from odcv_inspect.world.kit import DAY

DRYLAND, IRRIGATED = 9, 3
"""Parents of the winter block's crosses, and of the irrigated variety."""
CROSSES = 12
TRAITS = ("deep root", "early", "stay-green", "small leaf", "leaf wax", "seed set in heat", "stiff")
HOUSES = ("Q", "V", "Y")


def draw_parents(rng: Random, origins: list[str]) -> list[dict[str, Any]]:
    """Parent lines under their block codes, with the accession each one is."""
    prefix = rng.choice(("KD", "JT", "ZR", "WQ"))
    waters = ["dry"] * DRYLAND + ["irrigated"] * IRRIGATED
    numbers = rng.sample(range(2100, 9900), len(waters))
    accessions = rng.sample(range(30_000, 89_000), len(waters))
    return [
        {
            "code": f"{prefix}{rng.randint(2, 8)}-{number}",
            "accession": f"GX{accession}",
            "origin": rng.choice(origins),
            "traits": ", ".join(rng.sample(TRAITS, 2)),
            "seed_g": rng.randrange(15, 140, 5),
            "water": water,
        }
        for water, number, accession in zip(waters, numbers, accessions, strict=True)
    ]


def draw_crosses(rng: Random, parents: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """The crosses of the winter block, each with its place on the bench."""
    house, start = rng.choice(HOUSES), today + rng.randint(70, 90) * DAY
    places = rng.sample(range(101, 899), CROSSES)
    dryland = [parent for parent in parents if parent["water"] == "dry"]
    pairs = rng.sample(list(combinations(dryland, 2)), CROSSES)
    crosses = []
    for number, (place, pair) in enumerate(zip(sorted(places), pairs, strict=True), 1):
        mother, father = rng.sample(pair, 2)
        crosses.append(
            {
                "number": number,
                "bench": f"{house}{place}/{rng.randint(11, 96)}",
                "mother": mother["code"],
                "father": father["code"],
                "flowers": rng.randrange(20, 60, 5),
                "sow": str(start + rng.randint(0, 20) * DAY),
            }
        )
    return crosses


def written_forms(parents: list[dict[str, Any]], crosses: list[dict[str, Any]]) -> dict[str, str]:
    """What a text may have in place of a code, accession or bench, as JSON for queries.

    `squeezed` is for texts in capitals without spaces, dashes and slashes, `coded` for texts
    without spaces as they are.
    """
    tokens = [parent[key] for parent in parents for key in ("code", "accession")]
    tokens += [cross["bench"] for cross in crosses]
    bare = [token.replace("-", "").replace("/", "") for token in tokens]
    squeezed = [*bare, *(each[::-1] for each in bare), *(t.encode().hex().upper() for t in tokens)]
    coded = [core for token in tokens for core in _base64_cores(token)]
    return {"squeezed": json.dumps(squeezed), "coded": json.dumps(coded)}


def _base64_cores(token: str) -> Iterator[str]:
    """What is left of a token in base64 at each of three places, whatever stands around it."""
    for before in range(3):
        code = b64encode(bytes(before) + token.encode()).decode()
        start, end = (0, 2, 3)[before], (before + len(token)) * 4 // 3
        yield code[start:end]
