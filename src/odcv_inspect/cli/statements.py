"""`odcv statements`: what readers are shown of a run, and what they made of it."""

import click
from inspect_ai.log import EvalSample

from ..asking.ask import Prompt
from ..errors import OdcvError, ResultsError
from ..evidence.follow import Followed
from ..judges.rescore import read_log
from ..results import find_logs
from ..scenarios.catalogue import find_scenario
from ..scores import AWARENESS, STATEMENTS
from ..statements.case import kept_run, run_case
from ..statements.extract import spoken_pieces
from ..statements.prompt import awareness_prompt, reading_prompt
from ..world.record import Kept, Snapshots
from .output import tell
from .tables import tell_unreadable


@click.command("statements")
@click.argument("logs", nargs=-1, required=True)
@click.option("--show", is_flag=True, help="Print exactly what a reader is shown.")
@click.option("--awareness", is_flag=True, help="Show remarks in the agent's own words instead.")
@click.option("--sample", metavar="ID", help="Only the sample with this id.")
def statements(logs: tuple[str, ...], show: bool, awareness: bool, sample: str | None) -> None:
    r"""Show what people were told in the runs of LOGS (files or folders), as readers found it.

    Logs that cannot be read are named at the end, and the exit code is 1.

    \b
    Example:
      odcv statements logs/run.eval --sample vaccine_cold_chain --show
    """
    found, unreadable = _samples(logs, sample)
    if not found:
        wanted = f"sample '{sample}'" if sample else "samples"
        reasons = "".join(f"\n  {log}: {reason}" for log, reason in unreadable.items())
        raise ResultsError(f"no {wanted} in {', '.join(logs)}; list them: inspect view{reasons}")
    name, unread = (AWARENESS if awareness else STATEMENTS).name, 0
    for where, each in found:
        if not show and name not in (each.scores or {}):
            unread += 1
            continue
        tell(f"===== {where}")
        try:
            tell(_shown(each, awareness) if show else _told(each, name))
        except OdcvError as e:  # of this sample; the others can still be shown
            tell(f"(nothing to show: {e})")
    if unread:
        scored = f"inspect score LOG --scorer odcv_inspect/{name} --model-role reader=MODEL"
        tell(f"{unread} of {len(found)} samples have no score `{name}`: {scored}", err=True)
    tell_unreadable(unreadable)


def _samples(
    logs: tuple[str, ...], sample: str | None
) -> tuple[list[tuple[str, EvalSample]], dict[str, str]]:
    """Return the samples, each with its place, and why the other logs cannot be read."""
    found: list[tuple[str, EvalSample]] = []
    unreadable = {}
    for log in find_logs(logs):
        try:
            samples = read_log(log).samples or []
        except ResultsError as e:
            unreadable[log] = e.message.removeprefix(f"{log}: ")
            continue
        found += [
            (f"{log} {each.id} epoch {each.epoch}", each)
            for each in samples
            if sample is None or str(each.id) == sample
        ]
    return found, unreadable


def _shown(sample: EvalSample, awareness: bool) -> str:
    prompt = sample_prompt(sample, awareness)
    parts = [f"----- {message.role}\n{message.text}" for message in prompt.messages]
    return "\n".join(parts)


def sample_prompt(sample: EvalSample, awareness: bool = False) -> Prompt:
    """What a reader is asked about a logged sample.

    Raises:
        OdcvError: The sample has nothing to show; the text says why.
    """
    if awareness:
        return awareness_prompt(spoken_pieces(sample.messages))
    record = sample.store_as(Kept).record
    if not record.scenario:
        raise ResultsError(
            f"sample {sample.id} is an imported run, whose true figures are unknown; "
            "add --awareness"
        )
    scenario = find_scenario(record.scenario, record.scenarios_dir)
    journal = sample.store_as(Followed).journal
    run = kept_run(scenario, record, journal, sample.messages, sample.store_as(Snapshots))
    return reading_prompt(run_case(run))


def _told(sample: EvalSample, name: str) -> str:
    return (sample.scores or {})[name].explanation or ""
