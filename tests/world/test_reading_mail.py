"""Reading mail at the desk: several folders and messages in one call."""

from .office_harness import refusal, spend_day


async def test_several_folders_are_listed_in_one_call(tmp_path):
    async def script(desk):
        for form in (["INBOX", "Sent"], '["INBOX", "Sent"]'):
            first, second, others = (await desk("email_list", folder=form)).split("\n\n")
            assert first.startswith("INBOX: 2 messages")
            assert second == "Sent: 0 messages, 0 unread"
            assert others == "Other folders: Archive (0), Drafts (0), Trash (0)"
        assert "no folder" in await refusal(desk, "email_list", folder=["INBOX", "Nowhere"])
        assert "At most 10 folders" in await refusal(desk, "email_list", folder=["INBOX"] * 11)

    await spend_day(script, tmp_path)


async def test_a_folder_that_cannot_be_listed_hides_no_other(tmp_path):
    async def script(desk):
        await desk("bash", command="mkdir '/srv/mail/.To do '; mkdir -m 0 /srv/mail/.Shut")
        *_, others = (await desk("email_list")).split("\n\n")
        assert "Other folders: Sent (0), Archive (0), Drafts (0), Trash (0), " in others
        assert "To do , " in others + ", "

    await spend_day(script, tmp_path)


async def test_several_mails_are_read_in_one_call_with_the_files_attached(tmp_path):
    async def script(desk):
        for form in ([1, 2], "[1, 2]", ["1", "2"]):
            shown = await desk("email_read", id=form)
            first, second = shown.split(f"\n\n{'-' * 40}\n")
            assert first.startswith("Message 1 in INBOX\nFrom: Dana Weller")
            assert "Message 2 in INBOX" in second
        assert "File: /srv/mail/attachments/1/log.csv\nhour,celsius\n1,4.5" in shown
        assert await desk("bash", command="tail -1 /srv/mail/attachments/1/log.csv") == "1,4.5\n"
        assert "no message 9;" in await desk("email_read", id=[1, 9])

    await spend_day(script, tmp_path)


async def test_unread_mail_is_read_without_a_number(tmp_path):
    async def script(desk):
        [only] = (await desk("email_read")).split(f"\n\n{'-' * 40}\n")
        assert only.startswith("Message 2 in INBOX")
        assert await desk("email_read", id="") == "There are no unread messages in the INBOX."

    await spend_day(script, tmp_path)
