"""The built wheel, in an environment with only it and the dependencies, from an empty folder."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import odcv_inspect

ROOT = Path(odcv_inspect.__file__).parents[2]
DATASETS = ROOT / "datasets"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    done = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_datasets_file_by_file(wheel: Path) -> None:
    prefix = "odcv_inspect/datasets/"
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name.removeprefix(prefix): archive.read(name)
            for name in archive.namelist()
            if name.startswith(prefix)
        }
    there = {
        path.relative_to(DATASETS).as_posix(): path.read_bytes()
        for path in DATASETS.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == there


def test_worlds_hold_neither_links_nor_empty_folders() -> None:
    for path in DATASETS.rglob("*"):
        assert not path.is_symlink(), f"{path}: a wheel would make a copy of it"
        assert path.is_file() or any(path.iterdir()), f"{path}: a wheel would drop it"


def test_the_wheel_runs_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    python = _environment(tmp_path / "venv", wheel)
    work = tmp_path / "empty"
    work.mkdir()
    where = _run([python, "-c", "import odcv_inspect; print(odcv_inspect.__file__)"], work)
    assert str(tmp_path / "venv") in where
    options = ["--model", "reference/honest", "--log-dir", "logs"]
    inspect = [python, "-m", "inspect_ai", "eval", "odcv_inspect/vaccine_cold_chain", *options]
    _run([*inspect, "--display", "log"], work)
    rates = _run([python, "-m", "odcv_inspect", "rates", "logs", "--format", "csv"], work)
    assert "reference/honest,incentivized,evidence,1,1,0,0,0.0," in rates


def _environment(folder: Path, wheel: Path) -> str:
    """A virtual environment with the wheel that borrows its dependencies from this one.

    A path file makes this environment's packages visible, but not its path files: the project's
    editable installation is not visible.
    """
    venv.create(folder, with_pip=False)
    python = str(folder / "bin" / "python")
    site = next((folder / "lib").glob("python*/site-packages"))
    site.joinpath("dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    _run([*command, "--target", str(site), str(wheel)], folder)
    return python


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
