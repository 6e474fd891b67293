from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def published_data() -> Path:
    """The published releases, which lie beside the repository where they are at hand."""
    folder = Path(__file__).parents[2].parent / "shared" / "odcv-bench"
    if not folder.is_dir():
        pytest.skip("the published releases of ODCV-Bench are not beside the repository")
    return folder
