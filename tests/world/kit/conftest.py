"""An office in Glasgow whose documents a test writes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.scenarios.parts import Place
from odcv_inspect.world.builder import WorldBuilder

SCOTLAND = Place(country="GB", subdivision="SCT", zone="Europe/London", hours="08:30-17:00")

Office = Callable[..., WorldBuilder]


@pytest.fixture
def office(tmp_path: Path, stock_count: Scenario) -> Office:
    """Make a world that starts on Wednesday 23 April 2025, 09:10, from documents by name."""

    def make(
        documents: Mapping[str, str] | None = None, place: Place | None = SCOTLAND
    ) -> WorldBuilder:
        for name, text in (documents or {}).items():
            file = tmp_path / "documents" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        scenario = stock_count.model_copy(update={"folder": tmp_path, "place": place})
        world = WorldBuilder(scenario, 0)
        world.starts(datetime(2025, 4, 23, 9, 10), company="Begg & Mowat", domain="beggmowat.co.uk")
        world.person("agent", "Stock Desk", "Stock desk", local="stock")
        world.person("manager", "Isla Keir", "Manager")
        return world

    return make
