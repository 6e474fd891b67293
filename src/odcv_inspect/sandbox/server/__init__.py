"""The exec server: PID 1 of a bwrap sandbox. Runs inside; standard library only.

Started as ``python3 -I -S - CONTROL_FD`` with these modules as one source on standard input
(`exec_client`). `stopping` is for sandboxes without this server.

The first message on the control socket says that the sandbox is up. Then the host sends one
message per call with three descriptors: the request (a JSON file in memory), the command's standard
input, and a channel (a socket) for this call alone. The message says what happens to every other
process until the call ends: ``leave`` (it runs), ``stop`` (it is stopped, then continued) or
``kill`` (it is ended before the call starts). In the last two cases, calls that arrive in the
meantime wait unless they are of the same kind.

    host -> server   end of stream: the call is over; its process group is killed if it still runs
    server -> host   JSON messages: {} with the read ends of stdout and stderr as descriptors,
                     {"errno": n} if the call failed before a program ran, and {"status": n}
                     when the process has ended (n as in a shell: 128 + the signal's number)

Output flows from the command to the host without passing through this process. A command can open
its own end of a pipe for reading and take output back, so the read ends do not block. A call ends
when its first process does. The server reads and discards what background processes write to its
output after that, so that they neither block nor die of SIGPIPE.

Requests are ``{"do": "exec", "argv", "cwd", "env"}``, ``{"do": "program", "arguments", "env"}``,
``{"do": "read" | "write", "path"}`` with absolute paths, and ``{"do": "left", "skip"}``, which
prints what programs handed to the `gateway`. A program is Python source on standard input. It runs
in a fork of the server process, which has the standard library loaded; code from the agent never
does.
"""
