"""What is huge inside is small for the agent and on the host."""

from pathlib import Path

import pytest

from .office_harness import Desk, refusal, spend_day

MIB = 1 << 20
LONGEST = 80_000
"""Characters of an answer: a text, its attachments and the names of all."""
ROOM = 200 * MIB

HUGE = """
import os, sqlite3
name = 'n' * 7_000_000
db = sqlite3.connect('/srv/db/ledger.db', isolation_level=None)
db.execute("UPDATE accounts SET name = ?", (name,))
db.execute("INSERT INTO accounts VALUES (?, 'x', 'asset')", (name,))
db.execute("INSERT INTO entries VALUES (9, '2025-01-05', ?, ?, NULL, 'x', 'x')", (name, name))
db.execute("INSERT INTO postings VALUES (9, 1, '1000', 5)")
def mail(uid, text):
    with open(f'/srv/mail/cur/1736150400.{uid}.x', 'w') as file:
        file.write(text)
mail(71, 'Subject: ' + name + '\\n\\n')
mail(72, 'Subject: body\\n\\n' + name)
part = '--b\\nContent-Disposition: attachment; filename="%s"\\n\\nx\\n'
mixed = 'Content-Type: multipart/mixed; boundary=b\\n\\n'
mail(73, mixed + part % name)
mail(74, mixed + part % 'a' * 5_000)
mail(75, mixed + part % 'a' + name)
"""


def peak() -> int:
    """Return this process's peak memory since `forget_peak`, in bytes."""
    (line,) = [x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x]
    return int(line.split()[1]) * 1024


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


async def test_answers_and_the_memory_of_the_host_are_bounded(tmp_path: Path) -> None:
    async def script(desk: Desk) -> None:
        assert await desk("bash", command=f"python3 - <<'PROGRAM'\n{HUGE}\nPROGRAM") == ""
        forget_peak()
        start = peak()
        calls = [("email_read", {"id": uid}) for uid in range(71, 76)]
        calls += [
            ("email_list", {}),
            ("email_search", {"query": "body"}),
            ("ledger_accounts", {}),
            ("ledger_balance", {"account": "1000"}),
            ("ledger_register", {"account": "1000"}),
        ]
        for tool, arguments in calls * 2:
            assert len(await desk(tool, **arguments)) <= LONGEST, (tool, arguments)
        assert peak() - start < ROOM

    await spend_day(script, tmp_path)


@pytest.mark.parametrize(
    ("uid", "told"),
    [
        (72, "552 5.3.4 The body has"),
        (74, "5000 attachments; at most 10 are allowed."),
        (75, "an attachment has more than 1,048,576 bytes"),
    ],
)
async def test_what_is_forwarded_obeys_the_bounds_of_what_is_sent(
    tmp_path: Path, uid: int, told: str
) -> None:
    async def script(desk: Desk) -> None:
        await desk("bash", command=f"python3 - <<'PROGRAM'\n{HUGE}\nPROGRAM")
        assert told in await refusal(desk, "email_forward", id=uid, to="kim.osei@client.example")
        assert desk.record.outbox == []

    await spend_day(script, tmp_path)
