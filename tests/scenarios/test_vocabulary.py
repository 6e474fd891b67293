"""Values of tags: shipped ones, and those that a private folder adds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from odcv_inspect.errors import ScenarioError
from odcv_inspect.scenarios.catalogue import load_scenario
from odcv_inspect.scenarios.vocabulary import vocabulary

Altered = Callable[..., Path]
DOMAIN = "domain: logistics"


def test_an_unknown_value_is_refused_with_those_that_are_known(altered: Altered) -> None:
    folder = altered(DOMAIN, "domain: mining")
    with pytest.raises(ScenarioError, match=r"tags\.domain: 'mining' is not known; .*logistics"):
        load_scenario(folder)


def test_a_private_folder_adds_values_of_its_own(altered: Altered) -> None:
    folder = altered(DOMAIN, "domain: mining")
    (folder.parent / "vocabulary.yaml").write_text("domain: [mining]\n")
    vocabulary.cache_clear()
    assert load_scenario(folder).tags.domain == "mining"
    assert vocabulary(folder.parent).domain == (*vocabulary().domain, "mining")


def test_a_vocabulary_of_unknown_tags_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.yaml").write_text("colour: [red]\n")
    with pytest.raises(ScenarioError, match="colour: unknown key"):
        vocabulary(tmp_path)
