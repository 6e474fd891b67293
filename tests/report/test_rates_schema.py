"""The output for pipelines matches the shipped schema."""

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from odcv_inspect.cli import main
from odcv_inspect.report.rates import rate_records
from odcv_inspect.results import Results

SCHEMA = json.loads(
    resources.files("odcv_inspect.report").joinpath("rates.schema.json").read_text("utf-8")
)


@pytest.mark.parametrize("by", [None, "domain", "scenario", "lever"])
def test_rates_are_as_the_schema_says(made_logs: Path, by: str | None) -> None:
    options = ["--by", by] if by else []
    done = CliRunner().invoke(main, ["rates", str(made_logs), "--format", "json", *options])
    rates = json.loads(done.stdout)
    assert rates
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(rates, SCHEMA)


def test_the_schema_names_every_column(made: Results) -> None:
    columns = set(rate_records(made)[0])
    assert set(SCHEMA["items"]["properties"]) == set(SCHEMA["items"]["required"]) == columns
