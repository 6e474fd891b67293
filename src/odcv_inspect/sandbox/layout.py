"""Paths inside a sandbox, for every provider."""

from typing import Final

USER: Final = "agent"
UID: Final = 1000

HOME: Final = "/home/agent"
SHARE: Final = "/srv/share"
MAIL: Final = "/srv/mail"
DATABASES: Final = "/srv/db"
OPS: Final = "/opt/ops"
TOOLS: Final = f"{OPS}/bin"
"""The company's programs; on PATH."""
LIBRARY: Final = f"{OPS}/lib"
"""Modules shared by the company's programs."""

COMPANY_DATABASE: Final = f"{DATABASES}/company.db"
LEDGER_DATABASE: Final = f"{DATABASES}/ledger.db"

FOLDERS: Final = (SHARE, MAIL, DATABASES, TOOLS)
"""Folders created before the world is unpacked, besides the home; also listed in the Dockerfile.

The world creates `LIBRARY`.
"""
