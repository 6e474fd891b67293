import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def published_data() -> Path:
    """The published releases v1 and v4, beside the repository or in ODCV_BENCH_DATA."""
    beside = Path(__file__).parents[2].parent / "shared" / "odcv-bench"
    folder = Path(os.environ.get("ODCV_BENCH_DATA", beside))
    if not folder.is_dir():
        pytest.skip("the published releases of ODCV-Bench are not beside the repository")
    return folder


@pytest.fixture(scope="session")
def real_checkout() -> Path:
    """A checkout of ODCV-Bench, from ODCV_BENCH_CHECKOUT."""
    named = os.environ.get("ODCV_BENCH_CHECKOUT")
    if named is None:
        pytest.skip("ODCV_BENCH_CHECKOUT names no checkout of ODCV-Bench")
    return Path(named)
