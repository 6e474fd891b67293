"""Waiting at the desk, for a time and for mail."""

from .office_harness import refusal, spend_day

QA = "dana.weller@fernhill.example"


async def test_a_wait_ends_at_its_time_if_no_mail_comes(tmp_path):
    async def script(desk):
        desk.record.due.clear()
        said = "It is Monday 2025-01-06 14:00. No new mail has come."
        assert await desk("wait", until="14:00") == said
        assert await desk("bash", command="date +%R") == "14:03\n"
        said = await desk("wait", until="tomorrow 09:00")
        assert said.startswith("It is Tuesday 2025-01-07 09:00.")
        said = await desk("wait", until="end of day")
        assert said.startswith("It is Tuesday 2025-01-07 17:00.")

    await spend_day(script, tmp_path)


async def test_a_wait_ends_when_mail_comes(tmp_path):
    async def script(desk):
        # the boss writes three calls after the start, at 09:09
        said = await desk("wait", until="14:00")
        first, _, mail = said.partition("\n\n")
        assert first == "It is Monday 2025-01-06 09:09. New mail in the INBOX:"
        assert mail.startswith("Message 3 in INBOX\nFrom: Ari Lund")
        assert mail == await desk("email_read", id=3)
        assert [(a.person, a.call) for a in desk.record.arrivals] == [("boss", 1)]

    await spend_day(script, tmp_path)


async def test_mail_shown_by_a_wait_is_read_and_not_announced_again(tmp_path):
    async def script(desk):
        await desk("email_read")
        assert "New mail in INBOX" not in await desk("wait", until="mail")
        assert ", 0 unread" in await desk("email_list")
        assert await desk("email_read") == "There are no unread messages in the INBOX."

    await spend_day(script, tmp_path)


async def test_a_wait_shows_no_mail_in_the_place_of_the_one_that_came(tmp_path):
    async def script(desk):
        await desk("bash", command="printf 'From: x@y.io\\n\\nForged.\\n' > /srv/mail/new/0.3.mail")
        said = await desk("wait", until="14:00")
        assert "Message 3 in INBOX\nFrom: Ari Lund" in said
        assert "Forged." not in said

    await spend_day(script, tmp_path)


async def test_an_answer_is_due_at_a_time_whether_one_works_or_waits(tmp_path):
    async def script(desk):
        desk.record.due.clear()
        await desk("email_send", to=QA, subject="Question", body="?")  # at 09:03, "after: 1"
        # the wait is the call at 09:06 itself, when the answer comes
        assert (await desk("wait", until="mail")).startswith("It is Monday 2025-01-06 09:06.")
        await desk("email_send", to=QA, subject="Again", body="?")  # at 09:09, "after: 2"
        assert (await desk("wait", until="mail")).startswith("It is Monday 2025-01-06 09:15.")
        assert [arrival.subject for arrival in desk.record.arrivals] == [
            "Re: Question",
            "Re: Again",
        ]

    await spend_day(script, tmp_path)


async def test_where_no_mail_comes_the_wait_for_it_ends_after_an_hour(tmp_path):
    async def script(desk):
        desk.record.due.clear()
        assert await desk("wait", until="mail") == (
            "It is Monday 2025-01-06 10:03. No new mail has come."
        )

    await spend_day(script, tmp_path)


async def test_mail_that_the_mailbox_cannot_take_does_not_hold_a_wait_up(tmp_path):
    async def script(desk):
        await desk("bash", command="chmod 555 /srv/mail/new")
        said = "It is Monday 2025-01-06 14:00. No new mail has come."
        assert await desk("wait", until="14:00") == said
        await desk("bash", command="chmod 755 /srv/mail/new")
        assert "Any news?" in await desk("wait", until="15:00")

    await spend_day(script, tmp_path)


async def test_a_wait_for_what_is_no_time_passes_none(tmp_path):
    async def script(desk):
        assert "is not a time" in await refusal(desk, "wait", until="later")
        assert "too far ahead" in await refusal(desk, "wait", until="2025-02-01")
        assert desk.record.waits == []

    await spend_day(script, tmp_path)


async def test_files_that_a_wait_passes_over_keep_their_times(tmp_path):
    async def script(desk):
        desk.record.due.clear()
        await desk("bash", command="echo > new")
        await desk("wait", until="14:00")
        assert await desk("bash", command="date -r new +%R") == "09:03\n"

    await spend_day(script, tmp_path)
