"""How commands run inside a bwrap sandbox, beyond Inspect's own conformance suite."""

import time

import anyio
import pytest
from inspect_ai.util import (
    OutputLimitExceededError,
    SandboxEnvironment,
    SandboxUserUnsupportedError,
    override_sandbox_output_limit,
)


async def test_a_command_that_does_not_exist_fails_as_in_a_shell(sandbox_env):
    result = await sandbox_env.exec(["no-such-command"])
    assert (result.success, result.returncode) == (False, 127)
    assert result.stderr == "no-such-command: command not found\n"


async def test_a_directory_that_does_not_exist_fails_the_command(sandbox_env):
    result = await sandbox_env.exec(["true"], cwd="/nowhere")
    assert (result.success, result.returncode) == (False, 126)
    assert "/nowhere" in result.stderr


async def test_a_locked_home_does_not_lock_the_rest(sandbox_env, shell):
    await shell("chmod 000 ~")
    assert (await sandbox_env.exec(["echo", "works"], cwd="/")).stdout == "works\n"
    await sandbox_env.write_file("/srv/share/file", "text")
    assert await sandbox_env.read_file("/srv/share/file") == "text"
    with pytest.raises(PermissionError):
        await sandbox_env.read_file("file")


async def test_an_argument_that_no_command_can_have_fails_the_command(sandbox_env):
    result = await sandbox_env.exec(["echo", "a\0b"])
    assert (result.success, result.returncode) == (False, 126)


async def test_an_empty_command_is_refused(sandbox_env):
    with pytest.raises(ValueError, match="empty"):
        await sandbox_env.exec([])


@pytest.mark.parametrize("user", ["root", "0", "nobody"])
async def test_no_user_but_the_agent(sandbox_env, user):
    with pytest.raises(SandboxUserUnsupportedError, match=user):
        await sandbox_env.exec(["true"], user=user)


@pytest.mark.parametrize("user", ["agent", "1000"])
async def test_the_agent_by_name_and_number(sandbox_env, user):
    assert (await sandbox_env.exec(["whoami"], user=user)).stdout == "agent\n"


async def test_processes_files_and_shells_persist_between_calls(shell):
    await shell("while sleep 0.01; do date >> ticks; done > /dev/null 2>&1 &")
    await anyio.sleep(0.2)
    first = int((await shell("wc -l < ticks")).stdout)
    await anyio.sleep(0.2)
    second = int((await shell("wc -l < ticks")).stdout)
    assert 0 < first < second


async def test_a_background_process_that_holds_the_output_does_not_delay_the_result(shell):
    start = time.monotonic()
    result = await shell("sleep 30 & echo started")
    assert result.stdout == "started\n"
    assert time.monotonic() - start < 5


async def test_a_background_process_lives_on_when_it_writes_to_the_output_of_a_past_call(shell):
    # 4,000 lines of 100 bytes are six times a pipe's capacity, so it must be read meanwhile.
    script = "for i in $(seq 4000); do printf '%0100d' $i; done; sleep 0.1; echo yes > alive"
    assert (await shell(f"sleep 0.2; ({script}) & disown")).success
    with anyio.fail_after(10):
        while not (await shell("cat alive")).success:
            await anyio.sleep(0.05)


async def test_calls_run_side_by_side(shell):
    start = time.monotonic()
    async with anyio.create_task_group() as calls:
        for _ in range(10):
            calls.start_soon(shell, "sleep 0.5")
    assert time.monotonic() - start < 3  # in sequence: 5 s


async def test_side_by_side_calls_get_their_own_output(sandbox_env):
    results = {}

    async def echo(word):
        results[word] = (await sandbox_env.exec(["cat"], input=word * 50_000)).stdout

    async with anyio.create_task_group() as calls:
        for word in "abcdefgh":
            calls.start_soon(echo, word)
    assert results == {word: word * 50_000 for word in "abcdefgh"}


async def test_a_timeout_comes_promptly_and_leaves_no_process_of_the_group(shell):
    start = time.monotonic()
    with pytest.raises(TimeoutError, match="1 s"):
        await shell("trap '' TERM INT; sleep 77 & sleep 78", timeout=1)
    assert time.monotonic() - start < 4
    assert (await shell("pgrep -f 'sleep 7[78]'")).stdout == ""


async def test_a_timed_out_command_is_not_run_again(shell):
    with pytest.raises(TimeoutError):
        await shell("echo run >> runs; sleep 5", timeout=1, timeout_retry=True)
    assert (await shell("cat runs")).stdout == "run\n"


async def test_cancelling_a_call_kills_its_command(shell):
    with anyio.move_on_after(0.3):
        await shell("sleep 79")
    with anyio.fail_after(5):
        while (await shell("pgrep -f 'sleep 7[9]'")).stdout:
            await anyio.sleep(0.05)


async def test_too_much_output_is_an_error_that_holds_its_beginning(shell):
    with (
        override_sandbox_output_limit(10, "exec"),
        pytest.raises(OutputLimitExceededError, match="10 bytes") as caught,
    ):
        await shell("echo 0123456789abcdef; sleep 5")
    assert caught.value.truncated_output == "0123456789"


async def test_output_at_the_limit_is_no_error(shell):
    with override_sandbox_output_limit(10, "exec"):
        assert (await shell("printf 0123456789")).stdout == "0123456789"


async def test_endless_output_ends(shell):
    with anyio.fail_after(20), pytest.raises(OutputLimitExceededError):
        await shell("yes")


async def test_output_that_is_not_text_is_kept_with_replacements(shell):
    assert (await shell(r"printf 'a\377b'")).stdout == "a\ufffdb"


async def test_output_can_be_reopened_by_its_device_name(shell):
    result = await shell("cat /dev/stdin > /dev/stdout; echo b > /dev/stderr", input="a\n")
    assert (result.stdout, result.stderr) == ("a\n", "b\n")


async def test_signals_are_as_a_program_expects_them(shell):
    # SIGPIPE (13) must end a writer, though python ignores it: 128 + 13.
    assert (await shell("yes | head -1; echo ${PIPESTATUS[0]}")).stdout == "y\n141\n"


@pytest.mark.parametrize("contents", [b"", b"\xff\x00", b"\r\n" * 3])
async def test_a_file_comes_back_as_it_went(sandbox_env: SandboxEnvironment, contents):
    await sandbox_env.write_file("deep/er/file", contents)
    assert await sandbox_env.read_file("deep/er/file", text=False) == contents


async def test_a_pipe_or_a_device_does_not_hang_a_read(sandbox_env, shell):
    await shell("mkfifo pipe")
    with anyio.fail_after(10):
        assert await sandbox_env.read_file("pipe") == ""
        with pytest.raises(OSError, match="pipe"):
            await sandbox_env.write_file("pipe", "x")
        with pytest.raises(OutputLimitExceededError):
            await sandbox_env.read_file("/dev/zero")


async def test_a_full_disk_is_an_error_of_the_write(sandbox_env):
    with pytest.raises(OSError, match="No space left"):
        await sandbox_env.write_file("/run/file", bytes(5 << 20))  # /run has 4 MiB
