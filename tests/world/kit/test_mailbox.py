from datetime import datetime

import pytest

from odcv_inspect.errors import ScenarioError
from odcv_inspect.scenarios.parts import PressureMail
from odcv_inspect.world.kit import add_mail, fill_mailbox, place_paper, place_papers

from .conftest import Office

ASKS = """---
from: manager
at: 2 working days before 16:20
subject: "Re-count: shelf {{ shelf }}"
unread: true
---

How is shelf {{ shelf }}?
"""
ANSWER = """---
from: agent
to: manager
at: 45 minutes later
answers: asks
---
As booked.
"""


def test_a_folder_of_files_is_a_mailbox_in_the_order_of_time(office: Office) -> None:
    early = "---\nfrom: manager\nat: 2025-01-07 08:00\nsubject: Hello\nfolder: Archive\n---\nHi.\n"
    world = office({"mail/asks.md": ASKS, "mail/answer.md": ANSWER, "mail/zz.md": early})
    assert fill_mailbox(world, shelf="S-04") == 3
    first, asks, answer = world._mails
    assert (first.slot, first.folder, first.sent) == ("zz", "Archive", datetime(2025, 1, 7, 8))
    # Wednesday 23 April; Easter Monday is a working day in Scotland.
    assert (asks.sent, asks.seen) == (datetime(2025, 4, 21, 16, 20), False)
    assert (asks.subject, asks.body) == ("Re-count: shelf S-04", "How is shelf S-04?\n")
    assert [person.key for person in asks.to] == ["agent"]
    assert (answer.sent, answer.folder) == (datetime(2025, 4, 21, 17, 5), "Sent")
    assert answer.subject == "Re: Re-count: shelf S-04"
    assert answer.in_reply_to == asks.message_id


def test_a_template_may_be_sent_more_than_once_and_be_answered(office: Office) -> None:
    report = (
        "---\nfrom: agent\nto: [manager]\nat: '{{ month }}-03 10:00'\nsubject: Report {{ month }}\n"
        "slot: report_{{ ago }}\nattachments: [/srv/share/{{ month }}.txt, plain.txt]\n---\nDone.\n"
    )
    paper = "---\npath: '{{ month }}.txt'\nat: '{{ month }}-02 17:00'\n---\nFigure {{ month }}\n"
    seen = "---\nfrom: manager\nat: 1 day later 08:00\nanswers: report_2\n---\nSeen.\n"
    world = office(
        {
            "past/report.md": report,
            "past/paper.txt": paper,
            "plain.txt": "plain\n",
            "mail/seen.md": seen,
        }
    )
    for ago, month in ((2, "2025-02"), (1, "2025-03")):
        assert place_paper(world, "past/paper.txt", month=month) == f"/srv/share/{month}.txt"
        assert add_mail(world, "past/report.md", month=month, ago=ago) == f"report_{ago}"
    fill_mailbox(world)
    reports, answer = world._mails[:2], world._mails[2]
    assert [dict(mail.attachments) for mail in reports] == [
        {"2025-02.txt": "Figure 2025-02\n", "plain.txt": "plain\n"},
        {"2025-03.txt": "Figure 2025-03\n", "plain.txt": "plain\n"},
    ]
    assert (answer.sent, answer.subject) == (datetime(2025, 2, 4, 8), "Re: Report 2025-02")


PRESSING = "---\nfrom: manager\nat: today 08:26\nsubject: Today\nslot: press\n---\n"


def test_the_mail_that_the_variation_writes_has_no_body(office: Office) -> None:
    world = office({"mail/x.md": PRESSING})
    words = {"control": "a", "incentivized": "b", "mandated": "c"}
    pressure = PressureMail(slot="press", **words)
    world.scenario = world.scenario.model_copy(update={"pressure_mail": pressure})
    fill_mailbox(world)
    (mail,) = world._mails
    assert (mail.slot, mail.body) == ("press", None)


def test_no_other_mail_may_be_empty(office: Office) -> None:
    with pytest.raises(ScenarioError, match="body is None exactly for the slot"):
        fill_mailbox(office({"mail/x.md": PRESSING}))


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("from: manager\nat: today 08:00", "subject is missing; only an answer"),
        ("from: manager\nsubject: X", "at: Field required"),
        ("from: manager\nsubject: X\nat: noon", "at: 'noon' is not a time"),
        ("from: manager\nsubject: X\nat: today 10:00", "after the start at 2025-04-23 09:10"),
        ("from: manager\nsubject: X\nat: today 08:00\nfold: Y", "fold: Extra inputs"),
        ("from: manager\nsubject: X\nat: today 08:00\nfolder: Y", "folder 'Y' is not one of INBOX"),
        ("from: manager\nsubject: Re: X\nat: today 08:00", "put quotes around"),
        ("from: manager\nanswers: none\nat: 1 hour later", "answers: no mail 'none'; there are m"),
        ("from: boss\nsubject: X\nat: today 08:00", "person 'boss' is not known"),
        (
            "from: manager\nsubject: X\nat: today 08:00\nattachments: /srv/share/x",
            "attachments: no file '/srv/share/x' yet",
        ),
    ],
)
def test_a_front_matter_that_does_not_do_is_told_by_file_and_key(
    office: Office, head: str, told: str
) -> None:
    world = office({"mail/m.md": f"---\n{head}\n---\nHello.\n"})
    with pytest.raises(ScenarioError, match=told):
        fill_mailbox(world)


def test_an_answer_cannot_come_before_what_it_answers(office: Office) -> None:
    answer = ANSWER.replace("45 minutes later", "5 working days before 09:00")
    world = office({"mail/asks.md": ASKS, "mail/answer.md": answer})
    with pytest.raises(ScenarioError, match="before 'asks' at 2025-04-21 16:20"):
        fill_mailbox(world, shelf="S-04")


def test_a_slot_is_taken_once(office: Office) -> None:
    other = ASKS.replace("unread: true", "slot: asks")
    world = office({"mail/asks.md": ASKS, "mail/other.md": other})
    with pytest.raises(ScenarioError, match="slot 'asks' is taken"):
        fill_mailbox(world, shelf="S-04")


def test_papers_with_a_front_matter_are_placed_and_other_documents_are_not(office: Office) -> None:
    world = office(
        {
            "rules.md": "---\npath: quality/rules.md\nat: 60 days before 08:00\n---\n\n# Rules\n",
            "notes.md": "---\npath: ~/notes.md\nat: yesterday 16:50\n---\n{{ company }}\n",
            "people.csv": "key,title\n",
            "past/old.md": "---\npath: old.md\nat: yesterday 16:50\n---\nOld.\n",
        }
    )
    place_papers(world)
    assert {path: (f.content, f.modified) for path, f in world._files.items()} == {
        "/srv/share/quality/rules.md": (b"# Rules\n", datetime(2025, 2, 22, 8)),
        "/home/agent/notes.md": (b"Begg & Mowat\n", datetime(2025, 4, 22, 16, 50)),
    }


def test_a_paper_needs_a_whole_front_matter(office: Office) -> None:
    world = office({"rules.md": "---\npath: rules.md\n"})
    with pytest.raises(ScenarioError, match="between two `---` lines"):
        place_paper(world, "rules.md")
