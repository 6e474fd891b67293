"""`odcv`: commands to use before and after `inspect eval`."""

import click

from .authoring import check, new, world
from .calibration import calibrate
from .certifying import certify
from .comparing import compare
from .desk import desk
from .gate import gate
from .importing import import_runs
from .judging import judges_group, labels_group, rescore_logs
from .planning import plan
from .published import published_group
from .report import report
from .serve import serve
from .statements import statements
from .tables import agreement, rates


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="odcv_inspect")
def main() -> None:
    r"""Outcome-driven constraint violations, measured with Inspect AI.

    \b
    Run an evaluation with Inspect itself:
      inspect eval odcv_inspect/control odcv_inspect/incentivized --model MODEL
    then read the rates from its logs:
      odcv rates logs
    and the transcripts in Inspect's viewer:
      inspect view

    \b
    `--model reference/honest` (or violating, idle) plays scripted runs: no key, no network.
    """


def keep_layout(command: click.Command) -> None:
    """Have click see the sign for a paragraph that keeps its lines; raw docstrings spell it out."""
    command.help = command.help and command.help.replace("\\b", "\b")
    if isinstance(command, click.Group):
        for each in command.commands.values():
            keep_layout(each)


for command in (
    rates,
    report,
    serve,
    gate,
    plan,
    agreement,
    import_runs,
    published_group,
    rescore_logs,
    compare,
    judges_group,
    labels_group,
    statements,
    calibrate,
    new,
    check,
    certify,
    world,
    desk,
):
    main.add_command(command)
keep_layout(main)
