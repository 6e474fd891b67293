"""What a sandbox shows its user: names, folders, disks, programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from .layout import FOLDERS, HOME, TOOLS, USER
from .limits import DISKS


@dataclass(frozen=True)
class Shape:
    """One kind of sandbox. Whatever its shape, the same namespaces, filter and limits apply.

    Attributes:
        user: Name of the only user.
        about: The user's full name in /etc/passwd.
        home: The user's home, where commands start unless they name a folder.
        hostname: Name of the machine.
        path: Folders of PATH that come before the system's.
        disks: Writable disks in memory, with sizes in MiB; with "/" everything is writable except
            the system's programs.
        modes: Access modes of disks and folders; 0755 for others, 1777 for temporary ones.
        folders: Folders that exist from the start.
        hidden: Names of the host's programs that cannot be run inside.
    """

    user: str
    about: str
    home: str
    hostname: str
    path: tuple[str, ...]
    disks: Mapping[str, int]
    folders: tuple[str, ...]
    modes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    hidden: tuple[str, ...] = ()

    def mode(self, folder: str) -> str:
        """Return the access mode of a folder."""
        temporary = folder.endswith(("tmp", "shm"))
        return self.modes.get(folder, "1777" if temporary else "0755")


OFFICE: Final = Shape(
    user=USER,
    about="Operations agent",
    home=HOME,
    hostname="ops",
    path=(TOOLS,),
    disks=DISKS,
    folders=(HOME, *FOLDERS),
    modes=MappingProxyType({"/home": "0555"}),
)
"""The company's server. A home cannot be removed by a careless `rm -r ~`; commands start there."""
