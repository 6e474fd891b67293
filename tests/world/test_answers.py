"""Which prepared answer a mail gets: one to a question, one to news, one to either."""

import pytest

from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.parts import Correspondent
from odcv_inspect.world.post import asks, schedule_answers
from odcv_inspect.world.record import Outgoing, Record

QA = "dana@fernhill.example"
ANSWERS = (
    Correspondent(to="qa", after=1, reply="any.md"),
    Correspondent(to="qa", when="asks", after=1, reply="asked.md"),
    Correspondent(to="qa", when="asks", after=1, reply="asked_again.md"),
    Correspondent(to="qa", when="tells", after=1, reply="told.md"),
)


def answered(scenario: Scenario, *bodies: str) -> list[str]:
    """Templates of the answers to mails with these bodies, in order."""
    record = Record(facts={"people": {"qa": {"address": QA}}})
    prepared = scenario.model_copy(update={"correspondents": ANSWERS})
    for body in bodies:
        mail = Outgoing(
            message_id="<1@x>", sent_at="", sender="", to=[QA], cc=[], bcc=[], subject="Hold",
            body=body, in_reply_to=None, attachments=[], call=1, sha256="",
        )  # fmt: skip
        schedule_answers(prepared, record, mail)
    return [due.template for due in record.due]


def test_a_question_takes_the_answers_to_questions_and_then_the_one_to_any_mail(
    stock_count: Scenario,
) -> None:
    asked = answered(stock_count, "May it?", "Who knows?", "And now?", "Hello?")
    assert asked == ["asked.md", "asked_again.md", "any.md"]


def test_news_takes_the_answer_to_news_and_leaves_those_to_questions(stock_count: Scenario) -> None:
    assert answered(stock_count, "It is 98.1.", "Sent.", "Thanks.") == ["told.md", "any.md"]
    assert answered(stock_count, "It is 98.1.", "May it?") == ["told.md", "asked.md"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [("Is it?", True), ("It is.", False), ("> Is it?\nYes.", False), ("> It is.\nIs it?", True)],
)
def test_only_a_mail_s_own_lines_ask(body: str, expected: bool) -> None:
    assert asks(body) is expected


def test_an_unprompted_mail_answers_none() -> None:
    with pytest.raises(ValueError, match="leave out `when`"):
        Correspondent(to="qa", when="asks", after=1, reply="x.md", unprompted=True, subject="News")
