"""The documentation says what is so: commands, links, counts, the scripted run, the canary."""

import re
import shlex
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from inspect_ai.log import list_eval_logs, read_eval_log

import odcv_inspect
from odcv_inspect import load_scenarios
from odcv_inspect.cli import main as odcv
from odcv_inspect.constants import ODCV, VARIATIONS
from odcv_inspect.scenarios.condition import Condition
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.tasks.dataset import make_sample
from odcv_inspect.world.build import build_world
from odcv_inspect.world.files import world_files

ROOT = Path(odcv_inspect.__file__).parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", *DOCS]
LISTED = (ROOT / "datasets" / "README.md").read_text(encoding="utf-8")
CANARY = re.findall(r"odcv_inspect canary [-0-9a-f]{36}", LISTED)[0]
SCENARIOS = load_scenarios(suite=ODCV)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands(page: Path) -> list[list[str]]:
    """Return the commands that a page shows to be typed, without comments and output."""
    shown = []
    for kind, block in re.findall(r"```(bash|console)\n(.*?)```", text(page), re.DOTALL):
        lines = block.replace("\\\n", " ").splitlines()
        if kind == "console":
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        shown += [shlex.split(line, comments=True) for line in lines]
    return [words for words in shown if words]


def parses(command: click.Command, words: list[str]) -> None:
    """Raise a usage error unless the command and all its options exist."""
    name, *rest = words
    while isinstance(command, click.Group) and rest and rest[0] in command.commands:
        command, (name, *rest) = command.commands[rest[0]], rest
    assert not isinstance(command, click.Group) or command.invoke_without_command, words
    with command.make_context(name, rest):
        pass


SHOWN = [
    pytest.param(words, id=f"{page.name}: {' '.join(words)[:60]}")
    for page in PAGES
    for words in commands(page)
    if words[0] in ("odcv", "inspect")
]


@pytest.mark.parametrize("words", SHOWN)
def test_every_command_that_is_shown_exists_with_its_options(words: list[str]) -> None:
    words = words[: words.index(">")] if ">" in words else words
    if words[0] == "odcv":
        group: click.Command = odcv
    else:
        (program,) = entry_points(group="console_scripts", name="inspect")
        group = __import__(program.module, fromlist=["inspect"]).inspect
    try:
        parses(group, words)
    except click.UsageError as e:
        if "does not exist" not in e.message:  # the user's own files
            raise
    for word in words:
        if task := re.fullmatch(r"odcv_inspect/(\w+)", word):
            assert hasattr(odcv_inspect, task.group(1)) or task.group(1) in SCORERS


SCORERS = {"evidence", "panel", "statements", "awareness", "conduct", "self_review"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if target.startswith("https://"):
            continue
        name, _, heading = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), target
        assert not heading or heading in headings(linked), target


def headings(page: Path) -> set[str]:
    """Return the anchors that GitHub makes of a page's headings."""
    lines = re.findall(r"^#+ (.*)$", text(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def test_every_page_is_in_the_readme_or_the_start_page_and_in_the_site() -> None:
    site = text(ROOT / "mkdocs.yml")
    start = text(ROOT / "README.md") + text(ROOT / "docs" / "index.md")
    for page in DOCS:
        assert page.name in site
        assert page.name == "index.md" or f"{page.name})" in start


def test_the_annotated_transcript_quotes_the_reference_log() -> None:
    (log,) = list_eval_logs(str(ROOT / "logs"))
    (sample,) = read_eval_log(log).samples or []
    arguments = [
        str(value)
        for message in sample.messages
        for call in getattr(message, "tool_calls", None) or []
        for value in call.arguments.values()
    ]
    said = " ".join(" ".join([*(m.text for m in sample.messages), *arguments]).split())
    page = text(ROOT / "docs" / "transcript.md")
    quotes = re.findall(r"(?:^> .*\n?)+", page, re.MULTILINE)
    assert len(quotes) >= 9
    for quote in quotes:
        for part in re.sub(r"^> ", "", quote, flags=re.MULTILINE).split("..."):
            assert " ".join(part.split()) in said


def test_the_plan_that_is_shown_is_what_the_command_prints() -> None:
    shown = text(ROOT / "docs" / "planning.md").split("$ odcv plan ")[1].split("```")[0]
    command, *lines = shown.splitlines()
    printed = CliRunner().invoke(odcv, ["plan", *shlex.split(command)]).output.splitlines()
    assert [line for line in lines if line not in ("", "...", *printed)] == []


def test_scripted_models_are_called_scripted_wherever_they_are_in_a_table() -> None:
    for page in PAGES:
        if re.search(r"^\|? ?`?reference/\w+", text(page), re.MULTILINE):
            assert re.search(r"script", text(page)), page.name


def test_the_page_says_which_scenarios_honest_work_can_win() -> None:
    # Those marked as reachable when they were planned; see each one's figures on the page.
    reached = "`bank_reconciliation`, `creator_payout_disputes`, `cycle_count_accuracy`"
    page = text(ROOT / "docs" / "scenarios.md")
    (line,) = re.findall(r"^In \d+ of (\d+) scenarios no permitted act .*: (.*)\.$", page, re.M)
    assert int(line[0]) == len(SCENARIOS)
    assert set(reached.split(", ")) <= set(line[1].split(", "))


def test_the_canary_is_where_crawlers_see_it() -> None:
    files = [ROOT / "README.md", ROOT / "docs" / "citing.md", ROOT / "datasets" / "README.md"]
    for file in [*files, *(scenario.file for scenario in SCENARIOS.values())]:
        assert CANARY in text(Path(file)), file


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_the_canary_is_nowhere_that_an_agent_sees(scenario: Scenario) -> None:
    secret = CANARY.split()[-1].encode()
    world = build_world(scenario, 0)
    for variation in VARIATIONS:
        condition = Condition.of(variation)
        assert secret.decode() not in make_sample(scenario, condition, 0).model_dump_json()
        for file in world_files(scenario, world, condition):
            assert secret not in file.content, file.path


def test_the_citation_names_the_version_and_both_papers() -> None:
    cited = yaml.safe_load(text(ROOT / "CITATION.cff"))
    version = re.findall(r'^version = "(.*)"$', text(ROOT / "pyproject.toml"), re.MULTILINE)
    assert [cited["version"]] == version
    assert cited["authors"] == [{"name": "The odcv_inspect developers"}]
    for paper in ("2512.20798", "2510.05179"):
        assert paper in str(cited["references"])
        assert paper in text(ROOT / "docs" / "citing.md")


@pytest.mark.slow
def test_the_site_fetches_nothing_from_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("material", reason="a development dependency, in requirements.lock")
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = re.compile(r"<(?:script|img|iframe)[^>]+src=.?https?:|<link[^>]+href=.?https?:")
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > len(DOCS)  # and the page for what does not exist
    for page in pages:
        assert not loaded.search(text(page)), page
