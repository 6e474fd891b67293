"""desk: work at an office desk, one call at a time.

  desk                 show what is waiting for you; at a terminal, work interactively
  desk show            show what is waiting for you
  desk tools [TOOL]    list the tools, or explain one
  desk TOOL ...        call a tool and show its result
  desk say TEXT        say something without calling a tool
  desk pages           list what was shown so far; `desk page 3` shows the third again

A tool's arguments, whichever way is easiest:
  desk email_read 3                        values, in the order in which `desk tools` lists them
  desk email_list folder=Sent              by name; `name=-` takes the value from standard input
  desk email_read '{"id": [3, 4]}'         a JSON object, here or on standard input
A tool that takes one text takes it as it is, here (or as name=text) or on standard input:
  desk bash 'ls -la'
The beginning of a tool's name, or of a word in it, is enough if it is unambiguous: desk read 3
`desk --says TEXT TOOL ...` adds a comment of yours to the call.
"""

from __future__ import annotations

import json
import os
import sys

from ...text.visible import visible
from .acts import act, call, reply
from .folder import FOLDER, Trouble, ended, hands
from .looks import look
from .pages import closing
from .terminal import asked_for, interact
from .tools import (
    STDIN_WAIT,
    find_tool,
    from_body,
    from_words,
    read_stdin,
    required,
    takes_text,
    text_of,
    usage,
)


def run(words: list[str]) -> str:
    """Do what the command line says; returns what to show."""
    says = ""
    if words and words[0] == "--says":
        if len(words) < 3:
            raise Trouble("Usage: desk --says TEXT TOOL ...")
        says, words = words[1], words[2:]
    word, rest = words[0] if words else "show", words[1:]
    if word in ("show", "tools", "pages", "page") and not says:
        return look(word, rest)
    with hands():
        if word == "reply":
            at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
            body = "" if at_terminal else read_stdin(STDIN_WAIT)
            try:
                return reply(asked_for() if at_terminal else json.loads(body or "{}"))
            except ValueError as problem:
                raise Trouble(f"The replies are not JSON: {problem}.") from None
        if word == "say":
            text = " ".join(rest) or read_stdin(STDIN_WAIT)
            if not text.strip():
                raise Trouble("Usage: desk say TEXT, or the text on standard input.")
            return act({"says": text.rstrip("\n")})
        if ended():
            return closing()
        tool = find_tool(word)
        if rest in (["--help"], ["-h"]):
            return usage(tool)
        if len(rest) == 1 and rest[0].lstrip().startswith("{"):
            return call(tool, from_body(tool, rest[0]), says)
        if rest and takes_text(tool):
            return call(tool, text_of(tool, rest), says)
        if rest == ["-"]:
            rest = []
        if rest:
            return call(tool, from_words(tool, rest), says)
        body = read_stdin(STDIN_WAIT if required(tool) else 0.5)
        return call(tool, from_body(tool, body), says)


def main(words: list[str]) -> int:
    """Exit code 0: done; 2: nothing was done, and the text says why."""
    helps = bool(words) and words[0] in ("-h", "--help", "help")
    if not helps and not FOLDER.is_dir():
        print(f"This is not a desk: {FOLDER} is missing.", file=sys.stderr)
        return 2
    try:
        if helps:
            print(__doc__, flush=True)
        elif not words and sys.stdin.isatty() and sys.stdout.isatty():
            interact()
        else:
            print(visible(run(words)), flush=True)
    except Trouble as trouble:
        print(visible(str(trouble)), file=sys.stderr)
        return 2
    except BrokenPipeError:  # as in `desk email_list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print(
            "\nInterrupted; what you started keeps running, and `desk show` shows it.",
            file=sys.stderr,
        )
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
