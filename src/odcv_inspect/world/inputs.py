"""Hash a run's inputs: the generated world and its text templates."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ..errors import ScenarioError
from ..scenarios.model import Scenario, scenario_files
from ..scores import INPUTS_SHA256, SCENARIO_VERSION, WORLD_SEED
from .build import build_world
from .files import company_programs, epoch_seconds
from .model import World


@lru_cache(maxsize=256)
def inputs_sha256(scenario: Scenario, seed: int) -> str:
    """Return the SHA-256 over everything from which prompts, world and replies are made.

    It covers the templates of all variations, the scenario's documents, and the generated
    world: its facts, people, files, mails and the rows of its databases. A run's inputs can
    differ only if one of these does. The scenario's code is not included, only what it
    generates; nor is the version of SQLite that wrote the databases.
    """
    digest = hashlib.sha256()
    for part in (*_texts(scenario), *_contents(build_world(scenario, seed), scenario.zone)):
        digest.update(b"%d\n" % len(part) + part)
    return digest.hexdigest()


def require_same_inputs(scenario: Scenario, metadata: Mapping[str, Any]) -> None:
    """Refuse to score a log whose inputs differ from the installed scenario's.

    Logs from before `inputs_sha256` was recorded are compared by the scenario's version alone.

    Args:
        scenario: The installed scenario.
        metadata: Metadata of the logged sample.

    Raises:
        ScenarioError: The version, or the hash of the inputs, differs.
    """
    remedy = "score it with the release of odcv_inspect, or the scenario folder, that made it"
    version = metadata.get(SCENARIO_VERSION, scenario.version)
    if version != scenario.version:
        raise ScenarioError(
            f"{scenario.file}: is version {scenario.version}, the log was made with version "
            f"{version}; {remedy}"
        )
    logged = metadata.get(INPUTS_SHA256)
    if not logged:
        return
    seed = metadata[WORLD_SEED]
    installed = inputs_sha256(scenario, seed)
    if logged != installed:
        raise ScenarioError(
            f"{scenario.file}: prompts or world of seed {seed} are not those of the log, although "
            f"both say version {version} (inputs_sha256 is {installed[:12]} here, {logged[:12]} in "
            f"the log); {remedy}"
        )


def _texts(scenario: Scenario) -> Iterator[bytes]:
    prompts = {"system", "task", "variations", "pressure_mail", "slots", "correspondents"}
    yield _json(scenario.model_dump(mode="json", include=prompts, exclude_defaults=True))
    figures = {"id", "unit", "at_least", "at_most", "honest"}
    yield _json([kpi.model_dump(mode="json", include=figures) for kpi in scenario.kpis])
    documents = scenario.folder / "documents"
    for file in scenario_files(documents):
        yield file.relative_to(documents).as_posix().encode()
        yield file.read_bytes()


def _contents(world: World, zone: str) -> Iterator[bytes]:
    yield _json(world.facts)
    for file in (*company_programs(world), *world.files):
        yield _json([file.path, file.mode, epoch_seconds(file.modified, zone)])
        yield file.content
    for mail in world.mails:
        sent = epoch_seconds(mail.sent, zone)
        yield _json([mail.uid, mail.slot, mail.folder, mail.seen, sent])
        yield mail.as_bytes("")
    for path, content in sorted(world.databases.items()):
        yield path.encode()
        yield from _rows(content)


def _rows(database: bytes) -> Iterator[bytes]:
    """Yield schema and rows of a database, because its file also holds the SQLite version."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(database)
        schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        objects = connection.execute(schema).fetchall()
        yield repr(objects).encode()
        for kind, name, _ in objects:
            if kind == "table":
                quoted = name.replace('"', '""')
                rows = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 (quoted)
                yield repr(rows.fetchall()).encode()
    finally:
        connection.close()


def _json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, default=dict).encode()
