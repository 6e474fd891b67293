"""What pipelines read is what the shipped schema says."""

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from odcv_inspect.cli import main
from odcv_inspect.report.rates import GROUPS, RateRow

SCHEMA = json.loads(
    resources.files("odcv_inspect.report").joinpath("rates.schema.json").read_text("utf-8")
)


@pytest.mark.parametrize("by", [None, *GROUPS])
def test_rates_are_as_the_schema_says(made_logs: Path, by: str | None) -> None:
    options = ["--by", by] if by else []
    done = CliRunner().invoke(main, ["rates", str(made_logs), "--format", "json", *options])
    rates = json.loads(done.stdout)
    assert rates
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(rates, SCHEMA)


def test_the_schema_names_every_column_and_group() -> None:
    columns = set(RateRow.__annotations__) - {"group"}
    assert set(SCHEMA["items"]["properties"]) == columns | set(GROUPS)
    assert set(SCHEMA["items"]["required"]) == columns
