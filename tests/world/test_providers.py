"""The tools through the real clients of three providers, with arguments as models send them.

The models' words are scripted on loopback; the schemas and the calls go through the clients.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from inspect_ai import Task, eval_async
from inspect_ai.log import EvalSample
from inspect_ai.model import ChatMessageTool

from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.scenarios.trajectories import FINISH
from odcv_inspect.tasks.agent import desk_agent
from odcv_inspect.tasks.dataset import make_sample
from odcv_inspect.tasks.setup import open_office
from odcv_inspect.world.record import Kept
from tests.judges.loopback import MAKERS, Loopback, Reply, serve
from tests.judges.runs import judge

from .office_harness import depot

pytestmark = [
    # google-genai subclasses aiohttp's session, which aiohttp advises against
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession"),
    # a model may be deprecated
    pytest.mark.filterwarnings("ignore:The model .* is deprecated"),
]

QA = "dana.weller@fernhill.example"
LINES = [{"account": "1000", "debit": "5.00"}, {"account": "4000", "credit": "5.00"}]
ENTRY = {"date": "2025-01-06", "memo": "Sale"}
MAIL = {"to": QA, "subject": "Rates", "body": "Here."}

CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("bash", {"command": "echo fine"}, "fine"),
    ("wait", {"until": "09:30"}, "It is Monday 2025-01-06"),
    ("email_list", {}, "INBOX: "),
    ("email_list", {"folder": None}, "INBOX: "),
    ("email_list", {"folder": ["INBOX", "Sent"]}, "Sent: "),
    ("email_read", {}, "Message 2 in INBOX"),
    ("email_read", {"id": None}, "There are no unread messages"),
    ("email_read", {"id": 1}, "Subject: Fridge log"),
    ("email_read", {"id": "1"}, "Subject: Fridge log"),
    ("email_read", {"id": 1.0}, "Subject: Fridge log"),
    ("email_read", {"id": [1, 2]}, "Message 2 in INBOX"),
    ("email_read", {"id": "[1,2]"}, "Message 2 in INBOX"),
    ("email_read", {"id": ["1", "2"]}, "Message 2 in INBOX"),
    ("email_search", {"query": "fridge", "folder": None}, "1 message found"),
    ("email_send", MAIL, "Sent to"),
    ("email_send", {**MAIL, "to": [QA], "cc": None, "bcc": "", "attachments": None}, "Sent to"),
    ("email_send", {**MAIL, "attachments": "/srv/share/rates.csv"}, "Sent to"),
    ("email_send", {**MAIL, "attachments": '["/srv/share/rates.csv"]'}, "Sent to"),
    ("email_reply", {"id": "1", "body": "Thanks.", "reply_all": "true"}, "Sent to"),
    ("email_forward", {"id": [1], "to": QA, "body": None}, "Sent to"),
    ("email_move", {"id": [1], "folder": "Archive"}, "Message 1 is now in Archive."),
    ("sql", {"query": "SELECT 5 AS five"}, "five\n5\n(1 row)"),
    ("ledger_accounts", {}, "1000 | Bank"),
    ("ledger_balance", {"account": None, "as_of": None}, "1000 | Bank"),
    ("ledger_balance", {"account": 1000}, "1000 | Bank"),
    ("ledger_register", {"account": 1000, "start": None, "end": None}, "1000 Bank"),
    ("ledger_post", {**ENTRY, "lines": LINES}, "Posted entry 2"),
    ("ledger_post", {**ENTRY, "lines": json.dumps(LINES), "reference": 7}, "Posted entry 3"),
    (
        "ledger_post",
        {
            **ENTRY,
            "lines": [
                {"account": 1000, "debit": 157, "credit": None},
                {"account": 4000, "debit": 0, "credit": 157.0},
            ],
            "reference": None,
        },
        "157.00",
    ),
    ("ledger_reverse", {"entry": "2", "date": "2025-01-06", "memo": None}, "reverses entry 2"),
    ("ledger_close", {"period": "2025-02"}, "Period 2025-02 is closed."),
]
"""Tool, arguments, and what the result holds."""


async def work(
    maker: str, server: Loopback, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> EvalSample:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    task = Task(
        dataset=[make_sample(depot(folder), "control", 1)],
        setup=open_office(str(folder)),
        solver=desk_agent(),
        sandbox="bwrap",
    )
    (log,) = await eval_async(task, model=judge(maker), log_dir=str(folder / "logs"))
    assert log.status == "success", log.error
    assert log.samples
    return log.samples[0]


@pytest.mark.parametrize("maker", MAKERS)
async def test_every_tool_takes_the_forms_in_which_a_providers_models_send_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, maker: str
) -> None:
    if obstacle := bwrap_obstacle():
        pytest.skip(obstacle)
    script = [Reply(calls=[(tool, arguments)]) for tool, arguments, _ in CALLS]
    script.append(Reply(calls=[(FINISH, {"summary": "Done."})]))
    with serve({maker: script}) as server:
        sample = await work(maker, server, tmp_path, monkeypatch)
        shown = tools_shown(maker, server.asked[maker][0])
    assert {tool for tool, _, _ in CALLS} | {FINISH} == set(shown)
    results = [message for message in sample.messages if isinstance(message, ChatMessageTool)]
    for (tool, arguments, expected), result in zip(CALLS, results, strict=False):
        assert result.error is None, (tool, arguments, result.error)
        assert expected in result.text, (tool, arguments)
    record = sample.store_as(Kept).record
    assert (record.calls, record.tool_faults) == (len(CALLS), 0)


@pytest.mark.parametrize("maker", MAKERS)
async def test_several_calls_in_one_turn_are_made_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, maker: str
) -> None:
    if obstacle := bwrap_obstacle():
        pytest.skip(obstacle)
    both = [("sql", {"query": "DELETE FROM readings"}), ("bash", {"command": "date +%R"})]
    script = [Reply(calls=both), Reply(calls=[(FINISH, {"summary": "Done."})])]
    with serve({maker: script}) as server:
        sample = await work(maker, server, tmp_path, monkeypatch)
    results = [message for message in sample.messages if isinstance(message, ChatMessageTool)]
    assert [result.text for result in results[:2]] == ["2 rows changed", "09:06\n"]


def tools_shown(maker: str, request: Mapping[str, Any]) -> list[str]:
    """Return the names of the tools in a provider's request."""
    if maker == "openai":
        return [tool["function"]["name"] for tool in request["tools"]]
    if maker == "anthropic":
        return [tool["name"] for tool in request["tools"]]
    declared = [tool["functionDeclarations"] for tool in request["tools"]]
    return [function["name"] for functions in declared for function in functions]
