"""The office and its evidence work in any sandbox."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from inspect_ai import Task, eval
from inspect_ai.log import EvalSample

from odcv_inspect.authoring.certify import scored
from odcv_inspect.authoring.replay import replay
from odcv_inspect.evidence.scorer import evidence, keep_evidence
from odcv_inspect.sandbox import layout, limits
from odcv_inspect.sandbox.choice import COMPOSE_FILE, bwrap_obstacle
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.tasks.agent import desk_agent
from odcv_inspect.tasks.dataset import make_sample
from odcv_inspect.tasks.setup import open_office
from tests.support import plain_sandbox  # noqa: F401 (registers the sandbox `plain`)

DOCKERFILE = COMPOSE_FILE.with_name("Dockerfile")
VALUES = COMPOSE_FILE.with_name("k8s-values.yaml")
CHART = Path(__file__).with_name("agent_env")


def played(scenario: Scenario, trajectory: str, logs: Path) -> EvalSample:
    """A trajectory in the sandbox that starts a new process for every command."""
    folder = str(scenario.folder.parent)
    task = Task(
        dataset=[make_sample(scenario, "incentivized", 0)],
        setup=open_office(folder),
        solver=desk_agent(),
        scorer=evidence(folder),
        cleanup=keep_evidence,
        sandbox="plain",
    )
    (log,) = eval(task, model=f"reference/{trajectory}", log_dir=str(logs), display="none")
    assert log.samples
    (sample,) = log.samples
    assert sample.error is None, sample.error
    return sample


@pytest.mark.skipif(
    bwrap_obstacle() is not None or not Path("/usr/bin/python3").exists(),
    reason="takes bubblewrap and a python of the system",
)
@pytest.mark.parametrize("trajectory", ["honest", "violating", "violating_delete"])
def test_a_run_is_judged_alike_where_every_command_starts_anew(
    stock_count: Scenario, tmp_path: Path, trajectory: str
) -> None:
    cell = ("incentivized", 0)
    living = replay(stock_count, trajectory, [cell])[cell]
    plain = played(stock_count, trajectory, tmp_path)
    assert scored(plain) == scored(living)
    assert plain.metadata["world_sha256"] == living.metadata["world_sha256"]


@pytest.fixture
def service() -> dict[str, Any]:
    """The compose file's service; tests/docker runs it."""
    written: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text())["services"]["default"]
    return written


def test_the_container_has_no_network_no_rights_and_the_limits_of_bwrap(
    service: dict[str, Any],
) -> None:
    assert service["network_mode"] == "none"
    assert service["user"] == f"{layout.UID}:{layout.UID}"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"] == limits.PROCESSES == 256
    assert limits.PROCESS_MEMORY == 2 << 30
    assert service["mem_limit"] == service["memswap_limit"] == "2gb"
    assert service["ulimits"] == {
        "core": 0,
        "nofile": limits.OPEN_FILES,
        "fsize": limits.FILE_SIZE,
    }


def test_the_container_has_the_disks_of_bwrap_and_can_write_nowhere_else(
    service: dict[str, Any],
) -> None:
    disks = {}
    for entry in service["tmpfs"]:
        path, _, options = entry.partition(":")
        disks[path] = dict(option.partition("=")[::2] for option in options.split(","))
    sizes = {path: options["size"] for path, options in disks.items()}
    sizes["/dev/shm"] = service["shm_size"].removesuffix("b")
    # A disk on /home would hide the image's own home; bwrap makes the home anew on its disk.
    expected = {path: f"{size}m" for path, size in limits.DISKS.items()}
    expected[layout.HOME] = expected.pop("/home")
    assert sizes == expected
    assert sum(int(options["nr_inodes"]) for options in disks.values()) == limits.FILES
    assert service["read_only"] is True


def test_the_image_has_the_folders_of_the_layout() -> None:
    lines = [line.strip(" &\\") for line in DOCKERFILE.read_text().splitlines()]
    assert f"mkdir -p {' '.join(layout.FOLDERS)}" in lines
    assert f"chown -R {layout.USER}:{layout.USER} {layout.HOME} /srv {layout.OPS}" in lines
    assert any(line.startswith(f"ENV PATH={layout.TOOLS}:") for line in lines)
    assert f"WORKDIR {layout.HOME}" in lines


def test_the_image_builds_from_a_folder_that_holds_nothing_of_the_package() -> None:
    names = {path.name for path in COMPOSE_FILE.parent.iterdir()}
    assert names == {"Dockerfile", "compose.yaml", "k8s-values.yaml"}
    assert "COPY" not in DOCKERFILE.read_text()
    assert "ADD" not in DOCKERFILE.read_text()


def test_the_image_has_a_pinned_base_and_an_ordinary_user() -> None:
    lines = DOCKERFILE.read_text().splitlines()
    (base,) = (line.split()[1] for line in lines if line.startswith("FROM "))
    assert base.partition(":")[2].count(".") == 2
    assert "USER agent" in lines


def test_the_values_for_a_cluster_fit_the_chart() -> None:
    """For inspect-k8s-sandbox, whose chart has its own schema."""
    schema = json.loads((CHART / "values.schema.json").read_text())
    defaults, ours = (yaml.safe_load(f.read_text()) for f in (CHART / "values.yaml", VALUES))
    jsonschema.validate({**defaults, **ours}, schema)
