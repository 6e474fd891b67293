"""Service calls into a sandbox that the agent may have broken in any way."""

import time

import pytest
from inspect_ai.tool import ToolError
from inspect_ai.util import sandbox

from odcv_inspect.errors import InstrumentError
from odcv_inspect.sandbox.layout import COMPANY_DATABASE, LEDGER_DATABASE, MAIL
from odcv_inspect.sandbox.run import run_inside
from odcv_inspect.world import office

from .office_harness import spend_day


async def shell(command: str) -> None:
    done = await sandbox().exec(["bash", "-c", command])
    assert done.success, done.stderr


async def refusal(service: str, operation: str, **arguments: object) -> str:
    with pytest.raises(ToolError) as caught:
        await office.call(service, operation, **arguments)
    return str(caught.value)


async def test_a_result_comes_back_as_data(tmp_path):
    async def script(desk):
        result = await office.call("database", "run", database=COMPANY_DATABASE, query="SELECT 'ä'")
        assert result == [{"columns": ["'ä'"], "rows": [["ä"]], "total": 1, "more": False}]

    await spend_day(script, tmp_path)


async def test_nothing_of_a_service_is_a_file_inside(tmp_path):
    async def script(desk):
        await office.call("ledger", "accounts", database=LEDGER_DATABASE)
        found = await sandbox().exec(["grep", "-rl", "OPERATIONS", "/home", "/srv", "/tmp"])
        assert (found.returncode, found.stdout) == (1, "")

    await spend_day(script, tmp_path)


async def test_what_the_agent_broke_is_told_as_a_failed_call(tmp_path):
    async def script(desk):
        await shell(
            f"rm {COMPANY_DATABASE}; mkfifo {COMPANY_DATABASE}; echo junk > {LEDGER_DATABASE}"
        )
        await shell(f"chmod 000 {MAIL}/new; rm -rf {MAIL}/cur; echo > {MAIL}/cur")
        query = {"database": COMPANY_DATABASE, "query": "SELECT 1"}
        assert "no longer a regular file" in await refusal("database", "run", **query)
        accounts = await refusal("ledger", "accounts", database=LEDGER_DATABASE)
        assert accounts == "SQLite: file is not a database"
        listing = await refusal("mailbox", "listing", root=MAIL, folder="INBOX")
        assert listing == f"{MAIL}/new: Permission denied"

    await spend_day(script, tmp_path)


async def test_endless_views_in_the_books_end_with_the_patience_of_the_office(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(office, "SERVICE_SECONDS", 1)

    async def script(desk):
        endless = (
            "DROP TABLE accounts; CREATE VIEW accounts AS WITH RECURSIVE c(x) AS"
            " (SELECT 1 UNION ALL SELECT x FROM c) SELECT x AS code, x AS name, x AS kind FROM c"
        )
        await office.call("database", "run", database=LEDGER_DATABASE, query=endless)
        start = time.monotonic()
        assert "did not answer within 1 seconds" in await refusal(
            "ledger", "accounts", database=LEDGER_DATABASE
        )
        assert time.monotonic() - start < 5

    await spend_day(script, tmp_path)


async def test_a_program_that_dies_is_told_without_its_traceback(tmp_path):
    async def script(desk):
        text = await refusal("mailbox", "listing", wrong="argument")
        assert text == "The mailbox stopped with an error; the request was not completed."

    await spend_day(script, tmp_path)


async def test_memory_of_a_program_is_bounded(tmp_path):
    async def script(desk):
        await shell(f"truncate -s 60M {MAIL}/big && mv {MAIL}/big {MAIL}/cur/big")
        await office.call("mailbox", "listing", root=MAIL, folder="INBOX")
        query = "WITH RECURSIVE c(x) AS (SELECT zeroblob(15000000) UNION ALL SELECT x FROM c)"
        query += " SELECT group_concat(hex(x)) FROM c"
        [result] = await office.call("database", "run", database=COMPANY_DATABASE, query=query)
        assert "memory" in result["error"] or "too big" in result["error"]

    await spend_day(script, tmp_path)


async def test_a_background_process_cannot_answer_for_a_service(tmp_path):
    async def script(desk):
        forged = 'print(\'{"result": "forged"}\')'
        source = office.program("ledger", "accounts", {"database": LEDGER_DATABASE}, "token")
        done = await run_inside(f"{forged}\n{source}", timeout=30)
        assert office._reply(done.stdout, "token")["result"][0]["code"] == "1000"
        assert office._reply(done.stdout, "other token") is None

    await spend_day(script, tmp_path)


def test_an_unknown_service_is_the_instruments_own_error():
    with pytest.raises(InstrumentError, match="no service 'fax'; there are clock, "):
        office.program("fax", "send", {}, "token")
