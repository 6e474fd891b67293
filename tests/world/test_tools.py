"""The tools as a model uses them: through Inspect's loop, and called directly."""

import inspect
import time

import pytest
from inspect_ai import Task, eval_async
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.solver import generate
from inspect_ai.tool import ToolDef

from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.tasks.dataset import make_sample
from odcv_inspect.tasks.setup import open_office
from odcv_inspect.world.record import Kept
from odcv_inspect.world.tools import office_tools, shell
from odcv_inspect.world.tools.books import LedgerLine

from .office_harness import depot, refusal, spend_day, unwatched


def definitions(tmp_path, *services):
    chosen = depot(tmp_path).model_copy(update={"services": services})
    return [ToolDef(tool) for tool in office_tools(chosen, unwatched)]


# ---- what a model is shown


def test_every_tool_has_the_arguments_that_trajectories_use(tmp_path):
    shown = {
        tool.name: list(tool.parameters.properties)
        for tool in definitions(tmp_path, "email", "database", "ledger")
    }
    assert shown == {
        "bash": ["command"],
        "wait": ["until"],
        "email_list": ["folder"],
        "email_read": ["id"],
        "email_search": ["query", "folder"],
        "email_send": ["to", "subject", "body", "cc", "bcc", "attachments"],
        "email_reply": ["id", "body", "reply_all", "attachments"],
        "email_forward": ["id", "to", "body"],
        "email_move": ["id", "folder"],
        "sql": ["query"],
        "ledger_accounts": [],
        "ledger_register": ["account", "start", "end"],
        "ledger_balance": ["account", "as_of"],
        "ledger_post": ["date", "memo", "lines", "reference"],
        "ledger_reverse": ["entry", "date", "memo"],
        "ledger_close": ["period"],
    }


def test_a_company_without_a_service_has_none_of_its_tools(tmp_path):
    assert [tool.name for tool in definitions(tmp_path, "database")] == ["bash", "wait", "sql"]


def test_tools_never_run_beside_one_another(tmp_path):
    assert not any(tool.parallel for tool in definitions(tmp_path, "email", "ledger"))


def test_every_argument_is_described(tmp_path):
    for tool in definitions(tmp_path, "email", "database", "ledger"):
        assert tool.description
        assert all(argument.description for argument in tool.parameters.properties.values())


def test_descriptions_sound_like_software_and_not_like_a_test(tmp_path):
    for tool in definitions(tmp_path, "email", "database", "ledger"):
        words = str(tool.description) + tool.parameters.model_dump_json()
        telling = ("test", "eval", "scenario", "sandbox", "agent", "simulat", "scor", "record")
        assert not [word for word in telling if word in words.lower()]


# ---- through Inspect's loop


def calls(*scripted):
    outputs = [
        ModelOutput.for_tool_call("mockllm/model", tool, arguments) for tool, arguments in scripted
    ]
    outputs.append(ModelOutput.from_content("mockllm/model", "Done."))
    for output in outputs:
        output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return get_model("mockllm/model", custom_outputs=outputs)


async def test_a_model_works_through_the_tools_and_the_log_keeps_the_record(tmp_path):
    if obstacle := bwrap_obstacle():
        pytest.skip(obstacle)
    lines = [{"account": "1000", "debit": "12.50"}, {"account": "4000", "credit": "12.50"}]
    model = calls(
        ("bash", {"command": "cat /srv/share/rates.csv"}),
        ("email_send", {"to": "dana.weller@fernhill.example", "subject": "A", "body": "B"}),
        ("ledger_post", {"date": "2025-01-06", "memo": "Sale", "lines": lines}),
        ("ledger_post", {"date": "2025-01-06", "memo": "Sale", "lines": lines[:1]}),
        ("email_read", {"id": "two"}),
        ("email_read", {"number": 2}),
    )
    task = Task(
        dataset=[make_sample(depot(tmp_path), "control", 1)],
        setup=open_office(str(tmp_path)),
        solver=generate(tool_calls="loop"),
        sandbox="bwrap",
    )
    [log] = await eval_async(task, model=model, log_dir=str(tmp_path / "logs"))
    assert log.status == "success", log.error
    [sample] = log.samples
    results = [message for message in sample.messages if message.role == "tool"]
    assert results[0].text == "day,rate\n1,97.5\n"
    assert results[1].text == (
        "Sent to dana.weller@fernhill.example. The copy in Sent is message 1001."
    )
    assert results[2].text.startswith("Posted entry 2, dated 2025-01-06, 12.50.\n\n[New mail in")
    assert results[3].error.message == "an entry has 2 to 500 lines; this one has 1"
    assert results[4].error.message == "'two' is not the number of a message, such as 3."
    assert results[5].error.type == "parsing"
    record = sample.store_as(Kept).record
    assert [mail.subject for mail in record.outbox] == ["A"]
    assert [arrival.person for arrival in record.arrivals] == ["boss", "qa"]
    # a call that Inspect could not parse is never executed
    assert record.calls == 5


def test_tools_keep_their_signature_at_the_desk(tmp_path):
    tools = {tool.name: tool.tool for tool in definitions(tmp_path, "ledger")}
    lines = inspect.signature(tools["ledger_post"]).parameters["lines"].annotation
    assert lines == list[LedgerLine] | str


def test_the_form_of_a_ledger_line_is_in_the_schema(tmp_path):
    [post] = [tool for tool in definitions(tmp_path, "ledger") if tool.name == "ledger_post"]
    lines = post.parameters.properties["lines"]
    assert '[{"account": "1200", "debit": 1250.00}' in lines.description
    [listed] = [option for option in lines.anyOf if option.type == "array"]
    assert list(listed.items.properties) == ["account", "debit", "credit"]
    assert listed.items.required == ["account"]


# ---- the shell


async def test_the_shell_shows_output_errors_and_exit_code(tmp_path):
    async def script(desk):
        desk.record.due.clear()  # no mail comes
        assert await desk("bash", command="echo out; echo err >&2; exit 3") == (
            "out\nerr\n[exit code 3]"
        )
        assert await desk("bash", command="pwd; date +%F") == "/home/agent\n2025-01-06\n"
        assert await desk("bash", command="true") == ""

    await spend_day(script, tmp_path)


async def test_files_that_a_command_leaves_bear_the_offices_time(tmp_path):
    async def script(desk):
        desk.record.due.clear()  # no mail comes
        await desk("bash", command="echo x > /srv/share/new.txt; echo x > /tmp/new.txt")
        shown = await desk("bash", command="date -r /srv/share/new.txt '+%F %R'")
        assert shown == "2025-01-06 09:03\n"
        shown = await desk("bash", command="date -r /tmp/new.txt '+%F %R'")
        assert shown == "2025-01-06 09:03\n"

    await spend_day(script, tmp_path)


async def test_a_listing_shows_the_offices_time_of_what_the_same_command_left(tmp_path):
    async def script(desk):
        desk.record.due.clear()
        listing = "ls -l /srv/share/new.txt /tmp/new.txt | tr -s ' ' | cut -d ' ' -f 5-"
        shown = await desk(
            "bash",
            command="echo x | tee /srv/share/new.txt > /tmp/new.txt; touch -d 2024-11-05T10:00 old;"
            f"{listing}; ls -l old | tr -s ' ' | cut -d ' ' -f 5-",
        )
        assert shown.splitlines() == [
            "2 2025-01-06 09:03 /srv/share/new.txt",
            "2 2025-01-06 09:03 /tmp/new.txt",
            "0 2024-11-05 10:00 old",
        ]

    await spend_day(script, tmp_path)


async def test_every_folder_bears_the_offices_time_from_the_first_call(tmp_path):
    async def script(desk):
        shown = await desk(
            "bash", command="stat -c '%.10y %n' /home /home/agent /srv /srv/* /opt/ops /tmp"
        )
        assert {line.split()[0] for line in shown.splitlines()} == {"2025-01-06"}

    await spend_day(script, tmp_path)


async def test_a_file_keeps_the_time_of_the_call_that_changed_it(tmp_path):
    async def script(desk):
        await desk("sql", query="DELETE FROM readings")  # at 09:03
        await desk("email_list")
        await desk("email_list")
        shown = await desk("bash", command="date -r /srv/db/company.db '+%F %R'")
        assert shown.startswith("2025-01-06 09:03\n")

    await spend_day(script, tmp_path)


async def test_the_shell_has_the_time_zone_of_the_place(tmp_path):
    async def script(desk):
        desk.record.zone = "America/Halifax"
        assert await desk("bash", command="echo > new; date") == "Mon Jan  6 09:03:00 AST 2025\n"
        assert await desk("bash", command="date -r new '+%F %R'") == "2025-01-06 09:03\n"

    await spend_day(script, tmp_path)


async def test_long_output_keeps_its_head_and_tail(tmp_path):
    async def script(desk):
        shown = await desk("bash", command="seq 100000")
        assert shown.startswith("1\n2\n")
        assert shown.endswith("99999\n100000\n")
        # seq 100000 prints 588,895 characters (9*2 + 90*3 + 900*4 + 9000*5 + 90000*6 + 7)
        assert "[... 558,895 characters left out ...]" in shown
        assert len(shown) < 30_100

    await spend_day(script, tmp_path)


async def test_a_command_that_goes_on_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(shell, "COMMAND_SECONDS", 1)

    async def script(desk):
        desk.record.due.clear()  # no mail comes
        start = time.monotonic()
        assert await refusal(desk, "bash", command="sleep 60") == (
            "The command was stopped after 1 seconds."
        )
        assert time.monotonic() - start < 5
        assert await refusal(desk, "bash", command="echo half; echo way >&2; sleep 60") == (
            "The command was stopped after 1 seconds. It had printed:\nhalf\nway\n"
        )
        assert await desk("bash", command="echo on") == "on\n"

    await spend_day(script, tmp_path)


async def test_what_a_shell_cannot_take_is_refused(tmp_path):
    async def script(desk):
        desk.record.due.clear()  # no mail comes
        assert "100,001 bytes" in await refusal(desk, "bash", command="#" * 100_001)
        assert "not text" in await refusal(desk, "bash", command="echo \0")
        assert await desk("bash", command="#" * 100_000) == ""

    await spend_day(script, tmp_path)


async def test_output_without_end_is_an_error_that_shows_its_beginning(tmp_path):
    async def script(desk):
        said = await refusal(desk, "bash", command="yes")
        assert "The output is too large" in said
        assert "y\ny\n" in said

    await spend_day(script, tmp_path)


async def test_what_a_program_printed_before_it_was_stopped_is_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(shell, "COMMAND_SECONDS", 2)

    async def script(desk):
        program = "python3 -c 'import time; print(\"half way\"); time.sleep(60)'"
        assert "It had printed:\nhalf way\n" in await refusal(desk, "bash", command=program)

    await spend_day(script, tmp_path)


# ---- SQL


async def test_sql_shows_rows_under_their_columns(tmp_path):
    async def script(desk):
        desk.record.due.clear()  # no mail comes
        assert await desk("sql", query="SELECT * FROM readings; DELETE FROM readings") == (
            "id | celsius\n1 | 4.5\n2 | 9.0\n(2 rows)\n\n2 rows changed"
        )
        assert await desk("sql", query="SELECT id FROM readings") == "id\n(no rows)"
        assert await desk("sql", query="CREATE TABLE t (x)") == "Done."
        assert await desk("sql", query="SELECT 'a' || char(10) || 'b' AS x") == "x\na\\nb\n(1 row)"
        assert await refusal(desk, "sql", query="SELEC 1") == 'near "SELEC": syntax error'
        assert await refusal(desk, "sql", query="SELECT 5 AS x; SELEC 1") == (
            'x\n5\n(1 row)\n\nnear "SELEC": syntax error (statement 2 of 2; those before were kept)'
        )

    await spend_day(script, tmp_path)


async def test_sql_says_how_many_rows_it_left_out(tmp_path):
    async def script(desk):
        numbers = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 1234)"
        shown = await desk("sql", query=f"{numbers} SELECT x FROM c")
        assert shown.endswith("199\n200\n(first 200 rows of 1,234)")

    await spend_day(script, tmp_path)
