"""Modules sent inside as one source find each other as they do here."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from odcv_inspect.evidence import collector, snapshot
from odcv_inspect.sandbox import exec_client, run, server
from odcv_inspect.sandbox.inside import joined
from odcv_inspect.world import office, services
from odcv_inspect.world.services import attachments, letters, mailbox, maildir

CALLED = {part for parts in office.SERVICES.values() for part in parts}


def played(program: str) -> subprocess.CompletedProcess[str]:
    """The error of a program that cannot find this package."""
    command = [sys.executable, "-I", "-S", "-"]
    return subprocess.run(command, input=program, capture_output=True, text=True, check=False)


def test_what_follows_imports_the_parts_as_modules_of_a_package() -> None:
    ends = "import store.mailbox\nfrom store import maildir\nfrom store.maildir import Entry\n"
    ends += "print(store.mailbox.Entry is maildir.Entry is Entry, Entry.__module__)"
    done = played(joined("store", (maildir, letters, attachments, mailbox)) + ends)
    assert (done.stdout, done.stderr) == ("True store.maildir\n", "")


def test_what_their_classes_make_can_be_pickled() -> None:
    ends = "import pickle\nfrom store.maildir import Entry\n"
    ends += "entry = Entry('INBOX', None, 7, 0, 'S')\n"
    ends += "print(pickle.loads(pickle.dumps(entry)) == entry)"
    assert played(joined("store", (maildir,)) + ends).stdout == "True\n"


def test_a_part_that_was_not_sent_is_not_there() -> None:
    done = played(joined("store", (maildir,)) + "import store.letters")
    assert done.stderr.endswith("ModuleNotFoundError: No module named 'store.letters'\n")


def test_an_error_says_in_which_part_it_arose(tmp_path: Path) -> None:
    ends = f"from store.maildir import find\nfind({str(tmp_path)!r}, 7)"
    done = played(joined("store", (maildir,)) + ends)
    assert 'File "<store.maildir>", line ' in done.stderr
    assert "LookupError: no message 7" in done.stderr


@pytest.mark.parametrize(
    ("package", "parts"),
    [
        (services, {services.frame, *CALLED}),
        (server, {*exec_client._PARTS, *run._PARTS}),
        (collector, {*snapshot._PARTS, *snapshot._FINGERPRINT_PARTS}),
    ],
)
def test_every_module_of_a_package_that_runs_inside_is_sent(
    package: ModuleType, parts: set[ModuleType]
) -> None:
    there = {file.stem for file in Path(str(package.__file__)).parent.glob("*.py")} - {"__init__"}
    own = {part.__name__ for part in parts if part.__name__.startswith(package.__name__)}
    assert own == {f"{package.__name__}.{name}" for name in there}


def test_mail_is_read_by_one_module_in_the_tools_and_in_the_evidence() -> None:
    assert letters in office.SERVICES["mailbox"]
    assert letters in snapshot._PARTS
