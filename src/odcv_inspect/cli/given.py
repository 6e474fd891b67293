"""Read files that are given with an option."""

from pathlib import Path
from typing import Any

import click
import yaml


def read_yaml(file: Path, option: str) -> Any:
    """Read a YAML file; its form is the caller's to check.

    Raises:
        BadParameter: it is not YAML; the message names the option and the file.
    """
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as e:  # the latter: not UTF-8, or an impossible date
        reason = " ".join(str(e).split())
        raise click.BadParameter(f"{file} is not YAML: {reason}", param_hint=option) from e
