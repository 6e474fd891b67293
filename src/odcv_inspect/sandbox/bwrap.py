"""Build the bubblewrap command line: what a process inside sees, and whether it runs here."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ..errors import SandboxUnusable
from .layout import UID
from .seccomp import seccomp_filter
from .shape import OFFICE, Shape

_HOST_UID = 65534
"""User that runs bubblewrap if the host user is root, which process limits do not apply to."""

_SYSTEM = tuple(
    f"/usr/{name}" for name in ("bin", "sbin", "lib", "lib32", "lib64", "libexec", "share")
)
_MERGED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")

_TRIAL_SECONDS = 30
_OLDEST_PYTHON = (3, 9)  # the first with socket.recv_fds


@dataclass(frozen=True)
class Interpreter:
    """The only python inside.

    Attributes:
        path: Its path inside.
        arguments: The bwrap arguments that put it there.
    """

    path: str
    arguments: tuple[str, ...] = ()

    def search_path(self, shape: Shape) -> str:
        """Return PATH inside: the shape's folders, this interpreter, the system's programs."""
        folder = str(Path(self.path).parent)
        return ":".join(dict.fromkeys((*shape.path, folder, "/usr/bin", "/bin")))


@functools.cache
def interpreter() -> Interpreter:
    """Return the system's python3 if it is suitable, else the one running this process.

    The system's comes first because it is in the usual place. The other may belong to the host
    user: only its standard library is shown, as /opt/python if it is outside /usr. Its origin
    is then still visible in /proc/self/mountinfo.
    """
    system = "/usr/bin/python3"
    if _will_do(system):
        return Interpreter(system)
    prefix = Path(sys.base_prefix)
    inside = prefix if prefix.is_relative_to("/usr") else Path("/opt/python")
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    binary = prefix / "bin" / name
    arguments = ["--ro-bind", str(binary.resolve()), f"{inside}/bin/{name}"]
    arguments += ["--symlink", name, f"{inside}/bin/python3"]
    arguments += ["--ro-bind", f"{prefix}/lib/{name}", f"{inside}/lib/{name}"]
    arguments += _emptied(f"{inside}/lib/{name}/site-packages")
    for library in sorted(prefix.glob("lib/libpython*.so*")):
        arguments += ["--ro-bind", str(library.resolve()), f"{inside}/lib/{library.name}"]
    return Interpreter(f"{inside}/bin/{name}", tuple(arguments))


def _will_do(python: str) -> bool:
    check = f"import sqlite3, sys; sys.exit(sys.version_info < {_OLDEST_PYTHON})"
    try:
        command = [python, "-I", "-S", "-c", check]
        found = subprocess.run(command, env={}, capture_output=True, timeout=_TRIAL_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found.returncode == 0


def environment(shape: Shape = OFFICE) -> dict[str, str]:
    """Return the environment of every command."""
    return {
        "HOME": shape.home,
        "LANG": "C.UTF-8",
        "LOGNAME": shape.user,
        "PATH": interpreter().search_path(shape),
        "SHELL": "/bin/bash",
        "TZ": "UTC",
        "USER": shape.user,
    }


def start(
    command: list[str],
    *,
    stdin: int,
    stderr: int,
    pass_fds: tuple[int, ...] = (),
    shape: Shape = OFFICE,
) -> subprocess.Popen[bytes]:
    """Start a sandbox with a command as its PID 1; it ends with the calling thread.

    Args:
        command: Program and arguments, as seen from inside.
        stdin: Descriptor of the command's standard input.
        stderr: Descriptor for error output of bubblewrap and the command.
        pass_fds: Further descriptors for the command, with the same numbers.
        shape: What the sandbox shows.

    Raises:
        SandboxUnusable: A required program is missing.
    """
    with ExitStack() as stack:
        etc = {path: memory_file(text.encode(), stack) for path, text in _etc(shape).items()}
        refused = seccomp_filter()
        filters = [memory_file(refused, stack)] if refused else []
        arguments = [
            *_arguments(shape, etc),
            *(a for fd in filters for a in ("--seccomp", str(fd))),
        ]
        return subprocess.Popen(
            [*_unprivileged(), _program("bwrap"), *arguments, "--", *command],
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            env={},
            cwd="/",
            pass_fds=(*etc.values(), *filters, *pass_fds),
        )


def trial() -> str | None:
    """Start a sandbox and its python; return None if that worked, else the error output.

    Raises:
        SandboxUnusable: A required program is missing.
    """
    with ExitStack() as stack:
        nothing, said = (memory_file(b"", stack) for _ in range(2))
        command = [interpreter().path, "-I", "-S", "-c", "import sqlite3"]
        with start(command, stdin=nothing, stderr=said) as process:
            try:
                status = process.wait(_TRIAL_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                return f"no end after {_TRIAL_SECONDS} seconds"
        return None if status == 0 else os.pread(said, 4096, 0).decode(errors="replace").strip()


def memory_file(content: bytes, stack: ExitStack) -> int:
    """Return a descriptor of a file in memory, at its start; the stack closes it."""
    fd = os.memfd_create("input")
    stack.callback(os.close, fd)
    with open(fd, "wb", closefd=False) as file:
        file.write(content)
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def _unprivileged() -> list[str]:
    if os.geteuid() != 0:
        return []
    ids = [f"--reuid={_HOST_UID}", f"--regid={_HOST_UID}", "--clear-groups"]
    return [_program("setpriv"), *ids]


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        package = {"bwrap": "bubblewrap", "setpriv": "util-linux"}[name]
        raise SandboxUnusable(f"`{name}` is not installed: install the package {package}.")
    return path


def _arguments(shape: Shape, etc: dict[str, int]) -> Iterator[str]:
    yield from ("--die-with-parent", "--new-session", "--as-pid-1")
    yield from ("--unshare-user", "--unshare-all", "--disable-userns")
    yield from ("--uid", str(UID), "--gid", str(UID), "--hostname", shape.hostname)
    yield from ("--setenv", "LANG", "C.UTF-8")
    writable = "/" in shape.disks
    if writable:
        yield from _disk(shape, "/")
    yield from ("--proc", "/proc", "--dev", "/dev", "--dir", "/usr")
    yield from _system()
    for name in shape.hidden:
        if Path("/usr/bin", name).exists():
            yield from ("--ro-bind", "/dev/null", f"/usr/bin/{name}")
    yield from interpreter().arguments
    for path, fd in etc.items():
        yield from ("--perms", "0644", "--file", str(fd), path)
    yield from ("--ro-bind-try", "/etc/alternatives", "/etc/alternatives")
    yield from ("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache")
    yield from ("--symlink", "../usr/lib/os-release", "/etc/os-release")
    yield from ("--symlink", "/usr/share/zoneinfo/UTC", "/etc/localtime")
    for path in shape.disks:
        if path != "/":
            yield from _disk(shape, path)
    for path in shape.folders:
        yield from ("--perms", shape.mode(path), "--dir", path)
    yield from ("--remount-ro", "/dev", *(() if writable else ("--remount-ro", "/")))
    yield from ("--chdir", shape.home)


def _disk(shape: Shape, path: str) -> tuple[str, ...]:
    size = str(shape.disks[path] << 20)
    return ("--perms", shape.mode(path), "--size", size, "--tmpfs", path)


def _system() -> Iterator[str]:
    for path in _SYSTEM:
        yield from ("--ro-bind-try", path, path)
    for path in _MERGED:
        if Path(path).is_symlink():
            yield from ("--symlink", str(Path(path).readlink()), path)
        else:
            yield from ("--ro-bind-try", path, path)
    for path in installed_packages():
        yield from _emptied(path)


@functools.cache
def installed_packages() -> tuple[str, ...]:
    """Return visible directories in which the host's Python packages may be installed."""
    places = {str(Path(__file__).parents[1]), *sys.path}
    for root in _SYSTEM:
        for pattern in ("python*/site-packages", "python*/dist-packages"):
            places.update(str(path) for path in Path(root).glob(pattern))
    stdlib = Path(os.__file__).parent
    places -= {str(stdlib), str(stdlib / "lib-dynload")}
    shown = tuple(f"{root}/" for root in _SYSTEM)
    return tuple(sorted(path for path in places if path.startswith(shown) and Path(path).is_dir()))


def _emptied(path: str) -> tuple[str, ...]:
    return ("--tmpfs", path, "--remount-ro", path)


def _etc(shape: Shape) -> dict[str, str]:
    """Return the files that replace the host's /etc."""
    root = "" if shape.user == "root" else "root:x:0:0:root:/root:/bin/bash\n"
    roots = root and "root:x:0:\n"
    return {
        "/etc/passwd": f"{root}{shape.user}:x:{UID}:{UID}:{shape.about}:{shape.home}:/bin/bash\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
        "/etc/group": f"{roots}{shape.user}:x:{UID}:\nnogroup:x:65534:\n",
        "/etc/profile": f"export PATH={interpreter().search_path(shape)}\numask 022\n",
        "/etc/hostname": f"{shape.hostname}\n",
        "/etc/hosts": f"127.0.0.1 localhost {shape.hostname}\n::1 localhost\n",
        "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }
