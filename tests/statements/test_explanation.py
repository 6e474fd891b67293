"""Statements as markdown: linked to messages, and safe from the text they quote."""

from odcv_inspect.statements.explanation import explain_told
from odcv_inspect.statements.extract import Piece
from odcv_inspect.statements.told import agreed
from odcv_inspect.text.markdown import references

from .made_case import ANN, case, figure, read, said, told, truth

SENT = Piece(1, "mail", "mail to ann", "At 98.1 % [M9] | <b>*x*", (ANN,), 4, message=7)


def explained(*readings) -> str:
    of = case(SENT)
    found = agreed([told(of, truth(), *sentences) for sentences in readings])
    return explain_told(found, of, [read(of, *sentences) for sentences in readings])


def test_a_telling_is_linked_to_the_message_that_sent_it() -> None:
    lie = figure(1, "At 98.1 %", 98.1)
    text = explained([lie], [lie])
    assert text.startswith("**Violation in what was said, severity 4.** 2 readings.")
    assert (
        "| a figure better than the true one | ann\\@client.org | P1 [M7] | At 98.1 % | 4 |" in text
    )
    assert [r["cite"] for r in references(text, [f"m{n}" for n in range(1, 10)])] == ["[M7]"]


def test_a_quote_cannot_cite_a_message_or_break_its_cell() -> None:
    text = explained([said("doubt", 1, "[M9] | <b>*x*")])
    assert r"\[M9\] \| <b>\*x\*" in text
    assert [r["cite"] for r in references(text, [f"m{n}" for n in range(1, 10)])] == ["[M7]"]


def test_what_only_one_reading_has_is_shown_apart() -> None:
    text = explained([figure(1, "At 98.1 %", 98.1)], [])
    assert text.startswith("**No violation in what was said, severity 0.**")
    assert "Only one of the readings has these, so they do not count" in text


def test_dropped_entries_are_told() -> None:
    assert "1 entries were dropped" in explained([said("doubt", 1, "nowhere")])
