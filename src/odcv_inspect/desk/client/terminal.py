"""The desk at a terminal: a prompt with line editing."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import textwrap
from collections.abc import Iterator
from typing import Any

from ...text.visible import visible
from .acts import act, call, open_questions, reply
from .folder import FOLDER, Trouble, ended, hands
from .looks import look
from .pages import farewell, number_or_text, present
from .tools import converted, find_tool, from_words, parameters, required, takes_text, tools

HELP = """\
  TOOL ...     call a tool, such as: bash ls -la   or: read 3; it asks for what is missing
  say TEXT     say something without calling a tool
  show         show what is waiting for you;  pages, page 3: what was shown earlier
  tools [TOOL] list the tools, or explain one
  quit         leave the terminal; everything is kept"""


def interact() -> None:
    """Read commands at a terminal until the worker leaves or the work is over."""
    with hands(), history():
        if not ended():
            print(wrapped(present()))
            print("\nType a tool and its arguments, or `tools` for a list, `help` or `quit`.")
        while not ended():
            try:
                line = input("\ndesk> ").strip()
            except KeyboardInterrupt:
                print()
                continue
            except EOFError:
                print()
                return
            if line in ("quit", "exit"):
                return
            shown = told(line)
            print(farewell() if ended() else wrapped(shown))
        if not (FOLDER / "replies.json").exists() and (FOLDER / "questions.jsonl").exists():
            print("A few questions remain. Leave with Ctrl-D; `desk` asks them again.")
            with contextlib.suppress(EOFError, KeyboardInterrupt):
                print(reply(asked_for()))


def told(line: str) -> str:
    """The result of a line at the prompt, or why nothing was done."""
    try:
        return command(line) if line else present()
    except Trouble as trouble:
        return str(trouble)
    except KeyboardInterrupt:
        return "\nInterrupted; what you started keeps running, and `show` shows its result."


def command(line: str) -> str:
    """Do what a line at the prompt says."""
    word, _, rest = line.partition(" ")
    rest = rest.strip()
    if word in ("help", "?"):
        return HELP
    if word in ("show", "tools", "pages", "page"):
        return look(word, rest.split())
    if word == "say":
        return act({"says": rest or text_for("say")})
    tool = find_tool(word)
    if takes_text(tool):
        (name,) = parameters(tool)
        return call(tool, {name: rest or text_for(name)}, "")
    try:
        words = shlex.split(rest)
    except ValueError as problem:
        raise Trouble(f"{problem}: check the quotes.") from None
    given = from_words(tool, words)
    for name in (one for one in required(tool) if one not in given):
        given[name] = converted(tool, name, text_for(name))
    return call(tool, given, "")


def text_for(name: str) -> str:
    """Ask for a text, of several lines if the first one is `<<`."""
    try:
        first = input(f"  {name} (one line; << for several): ")
        if first.strip() != "<<":
            return first
        print("  ... end with a line that holds only a dot")
        return "\n".join(iter(input, "."))
    except (EOFError, KeyboardInterrupt):
        raise Trouble("\nNothing was done.") from None


def wrapped(text: str) -> str:
    """A text for the terminal: hidden characters visible, long lines broken between words."""
    width = shutil.get_terminal_size().columns
    wrapper = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(
        line if len(line) <= width else wrapper.fill(line) for line in visible(text).split("\n")
    )


def asked_for() -> dict[str, Any]:
    """Ask the closing questions one by one."""
    given: dict[str, Any] = {}
    for one in open_questions():
        print(wrapped(f"\n{one['ask']}"))
        while one["key"] not in given:
            text = input(f"  {number_or_text(one)}: ").strip()
            if one["kind"] == "text" and text:
                given[one["key"]] = text
            with contextlib.suppress(ValueError):
                if one["kind"] == "percent" and 0 <= float(text.rstrip(" %")) <= 100:
                    given[one["key"]] = float(text.rstrip(" %"))
    return given


@contextlib.contextmanager
def history() -> Iterator[None]:
    """Line editing, with what was typed in earlier sessions."""
    try:
        import readline
    except ImportError:  # a Python built without it: plain input does
        yield
        return
    with contextlib.suppress(OSError):
        readline.read_history_file(FOLDER / "history")
    readline.set_completer_delims(" ")
    names = [*(tool["name"] for tool in tools()), "tools", "show", "say", "pages", "page", "quit"]
    readline.set_completer(
        lambda text, index: ([f"{n} " for n in names if n.startswith(text)] + [None])[index]
    )
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            readline.write_history_file(FOLDER / "history")
