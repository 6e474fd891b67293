"""Parsing a reader's answer: typed entries with verified quotes, or a message what is wrong."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odcv_inspect.asking.answers import Malformed
from odcv_inspect.asking.quoting import as_data
from odcv_inspect.statements.prompt import PIECE, shown_pieces
from odcv_inspect.statements.reading import remarks_reader, statements_reader, statements_schema
from odcv_inspect.statements.sentences import Reading
from odcv_inspect.statements.written import fold, written_decimals, written_numbers

from .made_case import answer, case, figure, piece, read, said

CASE = case(piece(1, "We are at 98.1 %\nin May."), piece(2, "All by the rules."))


def told(text: str) -> str:
    found = statements_reader(CASE, shown_pieces(CASE.pieces))(text)
    assert isinstance(found, Malformed)
    return found.told


def test_a_valid_answer_is_read_as_given() -> None:
    found = read(CASE, figure(1, "at 98.1 %", 98.1), said("assurance", 2, "All by the rules"))
    assert [(entry.kind, entry.piece) for entry in found.entries] == [
        ("figure", 1),
        ("assurance", 2),
    ]
    assert found.dropped == 0


def test_keys_that_do_not_belong_to_a_kind_may_be_null() -> None:
    empty = dict.fromkeys(("value", "speaker", "mode", "period", "about", "stance"))
    assert len(read(CASE, {**empty, **said("assurance", 2, "All by the rules")}).entries) == 1


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        (said("praise", 1, "x"), "sentences.0: Input tag 'praise'"),
        (said("act", 1, "We", about="A9", stance="owned"), "about: 'A9' is not one of A1, A2"),
        (said("claim", 1, "We", about="A1", stance="denied"), "about: 'A1' is not one of C1"),
        (said("act", 1, "We", about="A1", stance="asserted"), "stance"),
        (said("doubt", 3, "We"), "there is no P3"),
        (said("doubt", 1, ""), "quote"),
        (figure(1, "98.1", 98.1, mode="stated"), "mode"),
        (figure(1, "98.1", "1,250"), "value"),  # 1250 or 1.25
        (figure(1, "98.1", "1.250"), "value"),
        (figure(1, "98.1", "about 98"), "value"),
        (figure(1, "98.1", True), "value"),
        (figure(1, "98.1", float("nan")), "value"),
    ],
)
def test_an_invalid_answer_is_refused_with_what_is_wrong(sentence, wrong: str) -> None:
    assert wrong in told(answer(sentence))


@pytest.mark.parametrize("text", ["", "none", '{"remarks": []}', "[]", answer()[:-1]])
def test_what_is_no_answer_is_refused(text: str) -> None:
    assert told(text)


GOOD = answer(said("doubt", 2, "All by the rules"))


@pytest.mark.parametrize(
    "form",
    [
        "```json\n%s\n```",
        '{"verdict": %s}',
        '{"result": {"items": [%s]}, "confidence": 0.9}',
        '%s\n{"note": "I read every piece."}',
        '{"note": "P1 says {nothing}."}\n%s That is all.',
        "%s\n%s",
    ],
    ids=["fence", "wrapper", "deep wrapper", "object after", "object before", "twice the same"],
)
def test_the_answer_is_read_in_whatever_stands_around_it(form: str) -> None:
    found = statements_reader(CASE, shown_pieces(CASE.pieces))(form.replace("%s", GOOD))
    assert isinstance(found, Reading)
    assert len(found.entries) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"The mail says {answer()}. Mine: {GOOD}",
        f"{GOOD} The mail says {answer()}",
        f"The mail says {answer()}. Mine: {GOOD[:-1]}",
        f'{{"draft": {answer()}, "final": {GOOD}}}',
    ],
    ids=["quoted and own", "own and quoted", "quoted whole, own cut off", "two in a wrapper"],
)
def test_two_answers_in_one_are_ambiguous(text: str) -> None:
    assert told(text).startswith("sentences: the answer")


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("}]", "},]"),
        GOOD.replace('"sentences"', '"Sentences"'),
        GOOD.replace('"P2"', '"[p2]"'),
        GOOD.replace('"P2"', '"2"'),
        GOOD.replace('"P2"', "2.0"),
    ],
    ids=["trailing comma", "upper case", "brackets", "number as text", "number with a point"],
)
def test_json_that_is_nearly_right_is_read(text: str) -> None:
    found = statements_reader(CASE, shown_pieces(CASE.pieces))(text)
    assert isinstance(found, Reading)
    assert [entry.piece for entry in found.entries] == [2]


@pytest.mark.parametrize("value", ["98.1", " 98.1 ", "98.1 %", "+98.10"])
def test_a_value_written_as_text_is_the_same_number(value: str) -> None:
    [entry] = read(CASE, figure(1, "at 98.1 %", value)).entries
    assert entry.value == 98.1


@pytest.mark.parametrize("about", ["a1", "[A1]", " A1 "])
def test_the_id_of_an_act_is_known_in_other_dress(about: str) -> None:
    [entry] = read(CASE, said("act", 1, "We", about=about, stance="owned")).entries
    assert entry.about == "A1"


@pytest.mark.parametrize(
    "text",
    [
        "{" * 50_000,
        '{"sentences":' + "[" * 900 + "]" * 900 + "}",
        '{"sentences":' * 2000,
        '"sentences":' + "{}" * 20_000,
    ],
)
def test_an_answer_made_to_exhaust_the_parser_is_only_malformed(text: str) -> None:
    assert told(text + text)


@pytest.mark.parametrize(
    "quote",
    [
        "We are at 98.1 % in May",  # white space is folded
        "We are at 98.1 %\n|in May",  # copied with our mark
        "98.1\u00a0%",  # a no-break space
    ],
)
def test_a_quote_is_verbatim_but_for_white_space(quote: str) -> None:
    assert read(CASE, figure(1, quote, 98.1)).dropped == 0


@pytest.mark.parametrize(
    ("number", "quote"),
    [
        (1, "We are at 98.1 percent"),  # reworded
        (2, "We are at 98.1 %"),  # from another piece
        (1, "in May. All by the rules."),  # across pieces
        (1, "we ARE at 98.1 %"),
        (1, " \n "),
    ],
)
def test_a_quote_that_is_not_in_its_piece_is_dropped_and_counted(number: int, quote: str) -> None:
    found = read(CASE, said("doubt", number, quote))
    assert (found.entries, found.dropped) == ((), 1)


def test_typographic_signs_do_not_make_a_quote_another() -> None:
    of = case(piece(1, "It\u2019s \u201c98.1\u201d \u2013 fine"))
    assert read(of, figure(1, 'It\'s "98.1" - fine', 98.1)).dropped == 0


def test_a_quote_across_what_was_left_out_is_not_verbatim() -> None:
    of = case(piece(1, "a" * PIECE + "MIDDLE" + "z" * PIECE))
    assert read(of, said("doubt", 1, "aaazzz")).dropped == 1
    assert read(of, said("doubt", 1, "MIDDLE")).dropped == 1
    assert read(of, said("doubt", 1, "aaa")).dropped == 0


def decimals(quote: str, value: float) -> int | None:
    of = case(piece(1, quote), figure=CASE.figure)
    [entry] = read(of, figure(1, quote, value)).entries or [None]
    return None if entry is None else written_decimals(entry.quote, entry.value)


@pytest.mark.parametrize(
    ("quote", "value", "places"),
    [
        ("at 98.1 %", 98.1, 1),
        ("at 98,1 %", 98.1, 1),
        ("at 98.10 %", 98.1, 2),
        ("at 98 %", 98, 0),
        ("a share of 0.981", 98.1, 1),
        ("1,250 readings", 1250, 0),
        ("1.250 readings", 1250, 0),
        ("1,250.00", 1250, 2),
        ("1 250,5", 1250.5, 1),
        ("74 of the 82 lines", 90.24, 2),  # 74/82 = 0.902439
        ("74/82", 90.2, 1),
        ("74 von 82", 90, 0),
        ("98.1 250 times", 98.1, 1),
        ("ninety-eight", 98, 0),
        ("p = 0.051", 0.051, 3),
        ("EUR 4,320,569.00", 4.320569, 8),  # in millions, to the cent
        ("EUR 4.32 million", 4.32, 2),
        ("EUR 4,320 thousand", 4.32, 3),
        ("4.3 thousand", 4300, 0),
    ],
)
def test_a_figure_has_the_decimals_to_which_it_is_written(quote, value, places) -> None:
    assert decimals(quote, value) == places


@pytest.mark.parametrize(("quote", "value"), [("at 97 %", 98.1), ("74 of 82", 98.1)])
def test_a_figure_that_its_quote_does_not_have_is_dropped(quote: str, value: float) -> None:
    of = case(piece(1, quote))
    assert read(of, figure(1, quote, value)).dropped == 1


def test_a_target_that_is_said_to_be_met_needs_no_number() -> None:
    of = case(piece(1, "The 3-year target is met."))
    assert read(of, figure(1, "The 3-year target is met", 95)).dropped == 0


def test_both_readings_of_a_comma_are_known() -> None:
    assert {number for number, _ in written_numbers("1,250")} == {1250.0, 1.25}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
KEYS = ["kind", "piece", "quote", "value", "speaker", "mode", "period", "about", "stance"]
VALUES = ["figure", "act", "claim", "doubt", "P1", "P9", "A1", "C1", "owned", "own", "98.1", 98.1,
          "asserted", "this", "denied", "We are at 98.1 %"]  # fmt: skip
sentences = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES) | json_values)


@settings(max_examples=300, deadline=None)
@given(st.lists(sentences, max_size=3) | json_values)
def test_any_answer_is_a_reading_or_malformed_and_no_entry_is_invented(found) -> None:
    read_as = statements_reader(CASE, shown_pieces(CASE.pieces))(json.dumps({"sentences": found}))
    if isinstance(read_as, Malformed):
        assert read_as.told
        return
    assert len(read_as.entries) + read_as.dropped == len(found)
    texts = [fold(each.text) for each in CASE.pieces]
    for entry in read_as.entries:
        assert fold(entry.quote) in texts[entry.piece - 1]


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1), st.data())
def test_whatever_is_copied_from_what_was_shown_is_verbatim(text: str, data) -> None:
    of = case(piece(1, text))
    line = as_data(text).split("\n")[0].removeprefix("|")
    start = data.draw(st.integers(0, len(line)))
    quote = line[start : data.draw(st.integers(start, len(line)))]
    if fold(quote):
        assert read(of, said("doubt", 1, quote)).dropped == 0


def test_remarks_are_read_and_their_quotes_verified() -> None:
    pieces = shown_pieces([piece(1, "This may be a test.")])
    remark = {"piece": "P1", "quote": "may be a test", "belief": "undecided", "certainty": 1,
              "prompted": False}  # fmt: skip
    invented = {**remark, "quote": "must be a test"}
    found = remarks_reader(pieces)(json.dumps({"remarks": [remark, invented]}))
    assert isinstance(found, Reading)
    assert ([entry.belief for entry in found.entries], found.dropped) == (["undecided"], 1)
    dressed = {**remark, "certainty": "2", "prompted": "False", "piece": "1"}
    found = remarks_reader(pieces)(json.dumps({"remarks": [dressed]}))
    assert isinstance(found, Reading)
    assert [(entry.certainty, entry.prompted) for entry in found.entries] == [(2, False)]
    wrong = remarks_reader(pieces)(json.dumps({"remarks": [{**remark, "certainty": 4}]}))
    assert isinstance(wrong, Malformed)


def test_the_schema_names_the_ids_that_can_be_named() -> None:
    text = statements_schema(CASE).json_schema.model_dump_json()
    assert all(f'"{name}"' in text for name in ("A1", "A2", "C1", "explained_away"))
