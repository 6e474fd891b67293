"""Which sandbox is chosen, and the message when none works."""

from pathlib import Path

import pytest

from odcv_inspect.errors import SandboxUnusable
from odcv_inspect.sandbox import choice as choose


@pytest.fixture
def only_these_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A PATH with the given programs: name -> script."""
    choose.bwrap_obstacle.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))

    def install(**scripts: str) -> None:
        for name, script in scripts.items():
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)

    yield install
    choose.bwrap_obstacle.cache_clear()


def test_bwrap_where_it_works():
    assert choose.bwrap_obstacle() is None
    assert choose.choose_sandbox() == "bwrap"


def test_docker_where_bwrap_is_missing_and_an_engine_answers(only_these_programs):
    only_these_programs(setpriv="true", docker="true")
    assert choose.choose_sandbox() == ("docker", str(choose.COMPOSE_FILE))


def test_an_error_with_the_ways_out_where_neither_works(only_these_programs):
    only_these_programs(setpriv="true", docker="echo no daemon >&2; exit 1")
    assert choose.choose_sandbox() == "bwrap", "--sandbox k8s must still be possible"
    with pytest.raises(SandboxUnusable) as error:
        choose.require_bwrap()
    for word in ("bubblewrap", "docker info", "--sandbox docker", "--sandbox k8s"):
        assert word in str(error.value)


def test_a_bwrap_that_is_refused_is_quoted_with_a_remedy(only_these_programs):
    refusal = "bwrap: No permissions to create new namespace"
    only_these_programs(
        setpriv='while [ "${1#--}" != "$1" ]; do shift; done; exec "$@"',
        bwrap=f"echo '{refusal}' >&2; exit 1",
    )
    obstacle = choose.bwrap_obstacle()
    assert refusal in obstacle
    assert "docker" in obstacle or "--security-opt" in obstacle


def test_a_bwrap_that_is_too_old_is_named(only_these_programs):
    only_these_programs(
        setpriv='while [ "${1#--}" != "$1" ]; do shift; done; exec "$@"',
        bwrap="echo 'bwrap: Unknown option --disable-userns' >&2; exit 1",
    )
    assert "0.8" in choose.bwrap_obstacle()
