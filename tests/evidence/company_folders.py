"""Run the collector over folders of this machine, in a process like those inside."""

import secrets
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from odcv_inspect.evidence.model import Snapshot
from odcv_inspect.evidence.snapshot import collector_program, inflate, read_frames


class Office:
    """A company's folders on this machine; runs the collector over them as inside."""

    def __init__(self, root: Path) -> None:
        self.home, self.share, self.mail = root / "home", root / "share", root / "mail"
        self.company, self.ledger = root / "company.db", root / "ledger.db"
        for folder in (self.home, self.share, self.mail / "cur", self.mail / "new"):
            folder.mkdir(parents=True)

    def run(self, nonce: str) -> str:
        """Return what the collector prints."""
        program = collector_program(
            nonce,
            [str(self.home), str(self.share)],
            str(self.mail),
            [("company", str(self.company)), ("ledger", str(self.ledger))],
        )
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-"],
            input=program.encode(),
            capture_output=True,
            env={},
            timeout=120,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def collect(self) -> Snapshot:
        nonce = secrets.token_hex(16)
        return inflate(read_frames(self.run(nonce), nonce))

    def execute(self, script: str) -> None:
        """Run an SQL script on the company's database."""
        with closing(sqlite3.connect(self.company)) as db:
            db.executescript(script)

    def deliver(self, raw: bytes, name: str = "1736154000.7.mail:2,S", folder: str = "") -> None:
        """Put a message into the Maildir."""
        place = self.mail / folder / "cur"
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(raw)
