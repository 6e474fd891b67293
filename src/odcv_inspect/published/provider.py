"""The sandbox `bwrap_container`: like `bwrap`, but it shows a container instead of an office."""

from types import MappingProxyType
from typing import Final

from inspect_ai.util import SandboxEnvironmentConfigType, sandboxenv

from ..sandbox.choice import require_bwrap
from ..sandbox.provider import BwrapSandboxEnvironment
from ..sandbox.shape import Shape

HIDDEN: Final = "image_lacks"
"""Key of the sample's metadata: programs, separated by spaces, that cannot be run inside."""

_FOLDERS: Final = (
    *("/home", "/media", "/mnt", "/opt", "/root", "/run", "/srv", "/tmp", "/var", "/var/log"),  # noqa: S108
    *("/var/tmp", "/usr/local", "/usr/local/bin", "/usr/local/lib", "/usr/local/sbin"),  # noqa: S108
)


@sandboxenv(name="bwrap_container")
class ContainerSandboxEnvironment(BwrapSandboxEnvironment):
    """One container of a published scenario, empty until `build` fills it."""

    @classmethod
    async def task_init(cls, task_name: str, config: SandboxEnvironmentConfigType | None) -> None:
        """Raise unless bubblewrap works here; the build files of Docker are not used.

        Raises:
            SandboxUnusable: It does not work.
        """
        require_bwrap()

    @classmethod
    def shape(cls, metadata: dict[str, str]) -> Shape:
        """Return a container's shape, without the programs that the image lacks."""
        return Shape(
            user="root",
            about="root",
            home="/root",
            hostname="container",
            path=("/usr/local/sbin", "/usr/local/bin", "/usr/sbin"),
            disks=MappingProxyType({"/": 256, "/dev/shm": 16}),  # noqa: S108
            folders=_FOLDERS,
            modes=MappingProxyType({"/root": "0700"}),
            hidden=tuple(str(metadata.get(HIDDEN, "")).split()),
        )

    @classmethod
    def is_docker_compatible(cls) -> bool:
        """Return True: samples carry Docker's build files, for `--sandbox docker`."""
        return True
