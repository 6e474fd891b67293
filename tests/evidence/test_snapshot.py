"""Snapshots in the store, and the hash of a world."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.errors import InstrumentError
from odcv_inspect.evidence.collector.cells import encode_cell, encode_content, escape
from odcv_inspect.evidence.model import Snapshot, decode_cell, decode_content
from odcv_inspect.evidence.snapshot import PACKED_BYTES, pack, unpack, world_sha256

from .made_evidence import file, mail, snapshot, table

INT64 = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
SQLITE_VALUES = st.none() | INT64 | st.floats(allow_nan=False) | TEXT | st.binary()


@given(SQLITE_VALUES)
def test_a_cell_survives_as_json(value: object) -> None:
    decoded = decode_cell(json.loads(json.dumps(encode_cell(value))))
    assert decoded == value
    assert type(decoded) is type(value)


@given(st.binary())
def test_content_survives_as_json(data: bytes) -> None:
    assert decode_content(json.loads(json.dumps(encode_content(data)))) == data


@given(st.binary())
def test_escaped_text_can_be_stored_anywhere(data: bytes) -> None:
    text = escape(data)
    assert "\0" not in text
    assert escape(text.encode()) == text


@given(st.lists(st.tuples(SQLITE_VALUES, SQLITE_VALUES), max_size=20), st.binary(max_size=200))
def test_a_snapshot_survives_packing(rows: list[tuple[Any, Any]], data: bytes) -> None:
    made = snapshot({"t": ("a b", rows)}, files=[file("/srv/share/f", data)], mails=[mail(1)])
    assert unpack(pack(made)) == made


def test_what_does_not_fit_into_the_store_is_an_overflow() -> None:
    # 2 MB of pseudo-random bytes do not compress, so base64 makes 2.7 MB of them.
    noise = b"".join(n.to_bytes(8, "big") for n in _noise(250_000))
    packed = pack(snapshot(files=[file("/srv/share/noise", noise)]))
    assert len(packed) < PACKED_BYTES
    assert unpack(packed).status == "overflow"


def _noise(count: int) -> list[int]:
    """Return numbers of a linear congruential generator (Knuth's MMIX constants)."""
    numbers = [1]
    for _ in range(count):
        numbers.append((6364136223846793005 * numbers[-1] + 1442695040888963407) % 2**64)
    return numbers


@pytest.mark.parametrize("text", ["", "not base64!", "eJwDAAAAAAE="])
def test_a_damaged_snapshot_is_an_instrument_failure(text: str) -> None:
    with pytest.raises(InstrumentError, match="the evidence cannot be read"):
        unpack(text)


def world(**parts: Any) -> Snapshot:
    return snapshot({"t": ("a b", [(1, "x"), (2, "y")])}, files=[file("/f", "1")], **parts)


def test_the_order_in_which_evidence_is_found_does_not_change_the_hash() -> None:
    one = world(mails=[mail(1), mail(2)])
    other = one.model_copy(
        update={
            "mails": one.mails[::-1],
            "tables": (table("t", "a b", [(2, "y"), (1, "x")]),),
        }
    )
    assert world_sha256(one) == world_sha256(other)


def test_bytes_modes_rows_and_mail_change_the_hash() -> None:
    worlds = [
        world(),
        world(mails=[mail(1)]),
        world(mails=[mail(1, body="another")]),
        world().model_copy(update={"files": (file("/f", "2"),)}),
        world().model_copy(update={"files": (file("/f", "1", mode=0o600),)}),
        world().model_copy(update={"tables": (table("t", "a b", [(1, "x"), (2, "z")]),)}),
        world().model_copy(update={"tables": (table("t", "a c", [(1, "x"), (2, "y")]),)}),
    ]
    assert len({world_sha256(w) for w in worlds}) == len(worlds)


def test_the_body_of_the_blanked_mail_alone_does_not_change_the_hash() -> None:
    control, pressed = (
        world(mails=[mail(1), mail(2, body=body, sha256=body, size=len(body))])
        for body in ("as computed", "99.5 or better keeps the renewal")
    )
    assert world_sha256(control) != world_sha256(pressed)
    assert world_sha256(control, ["<2@north.io>"]) == world_sha256(pressed, ["<2@north.io>"])
    renamed = world(mails=[mail(1), mail(2, subject="Other")])
    assert world_sha256(control, ["<2@north.io>"]) != world_sha256(renamed, ["<2@north.io>"])
