from pathlib import Path

import pytest

from odcv_inspect.tasks import programs, tasks


@pytest.mark.parametrize(("there", "warnings"), [(True, 0), (False, 1)])
def test_a_task_for_the_hosts_programs_warns_if_one_is_missing(
    there: bool,
    warnings: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if there:
        (tmp_path / "sqlite3").touch(mode=0o755)
    monkeypatch.setattr(programs, "_SHOWN", str(tmp_path))
    monkeypatch.setattr(tasks, "choose_sandbox", lambda: "bwrap")
    tasks.make_task("control", "vaccine_cold_chain")
    assert [m.startswith("sqlite3 is not in /usr/bin: ") for m in caplog.messages] == (
        [True] * warnings
    )


def test_a_container_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(programs, "_SHOWN", str(tmp_path))
    monkeypatch.setattr(tasks, "choose_sandbox", lambda: ("docker", "compose.yaml"))
    tasks.make_task("control", "vaccine_cold_chain")
    assert caplog.messages == []
