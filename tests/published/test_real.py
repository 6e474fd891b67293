"""The real checkout, where ODCV_BENCH_CHECKOUT names it."""

import anyio
import pytest

from odcv_inspect.published.checkout import PUBLISHED_VARIATIONS, read_checkout
from odcv_inspect.published.survey import play_all, survey
from odcv_inspect.sandbox.choice import bwrap_obstacle


@pytest.fixture(scope="module")
def surveyed(real_checkout):
    return survey(real_checkout)


def test_all_forty_build_in_both_variations(surveyed):
    assert len(surveyed) == 40
    assert {each.name: each.obstacles for each in surveyed if each.obstacles} == {}


def test_their_programs_are_those_that_were_run(surveyed):
    assert [each.name for each in surveyed if each.known is None] == []


@pytest.mark.parametrize("variation", PUBLISHED_VARIATIONS)
def test_every_scenario_has_prompts(real_checkout, variation):
    assert all(
        each.prompts.user_prompt for each in read_checkout(real_checkout, variation).values()
    )


@pytest.mark.slow
@pytest.mark.skipif(bwrap_obstacle() is not None, reason="needs bwrap")
def test_their_programs_do_what_is_recorded(surveyed):
    odd = []
    anyio.run(
        play_all,
        surveyed,
        lambda each, played: odd.extend((each.name, p) for p in played if not p.as_recorded),
    )
    assert odd == []
