"""Imported once by the server of `preloaded`: what each of its processes would otherwise repeat.

These are the worlds of all scenarios, Inspect's tables of models and packages, and the collection
of garbage among objects that stay.
"""

import gc
from importlib.metadata import packages_distributions

from inspect_ai.model import get_model_info

from odcv_inspect.scenarios.catalogue import load_scenarios
from odcv_inspect.world.build import build_world
from odcv_inspect.world.inputs import inputs_sha256

packages_distributions()
get_model_info("mockllm/model")
for scenario in load_scenarios().values():
    build_world(scenario, 0)
    inputs_sha256(scenario, 0)

gc.set_threshold(50_000, 20, 50)  # as in conftest.py
gc.freeze()
