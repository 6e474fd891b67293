"""Where things are inside a sandbox, whichever provider runs it."""

from typing import Final

USER: Final = "agent"
UID: Final = 1000

HOME: Final = "/home/agent"
SHARE: Final = "/srv/share"
MAIL: Final = "/srv/mail"
DATABASES: Final = "/srv/db"
OPS: Final = "/opt/ops"
TOOLS: Final = f"{OPS}/bin"
"""The company's programs, on PATH."""
LIBRARY: Final = f"{OPS}/lib"
"""Modules that the company's programs share."""

COMPANY_DATABASE: Final = f"{DATABASES}/company.db"
LEDGER_DATABASE: Final = f"{DATABASES}/ledger.db"

FOLDERS: Final = (SHARE, MAIL, DATABASES, TOOLS)
"""Folders that exist before the world is unpacked, besides the home; the Dockerfile lists them too.

The world brings `LIBRARY`.
"""
