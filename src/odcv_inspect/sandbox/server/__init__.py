"""The exec server: PID 1 of a bwrap sandbox. Runs inside; standard library only.

Started as ``python3 -I -S - CONTROL_FD BEGINNINGS_FD CODE_FD`` with these modules as one source on
standard input (`exec_client`). The second file is a JSON list of sources with which programs begin;
the third has the code of all modules as the host's Python compiles it, used where this Python is of
its kind.

On the control socket a first message says that the sandbox is there. Then the host sends one
message per call with three descriptors: the request (a JSON file in memory), the command's standard
input, and a channel (a socket) for this call alone.
Where the message is `ALONE`, every other process is ended first, so that none is left to kill the
call's.

    host -> server   end of stream: the call is over; its process group is killed if it still runs
    server -> host   JSON messages: {} with the read ends of stdout and stderr as descriptors,
                     {"errno": n} if the call failed before a program ran, and {"status": n}
                     when the process has ended (n as in a shell: 128 + the signal's number)

Output flows from the command to the host without passing through this process. A call ends with
its own process. What background processes write to its output after that is read here and thrown
away, so that they neither block nor die of SIGPIPE.

Requests are ``{"do": "exec", "argv", "cwd", "env"}`` and ``{"do": "read" | "write", "path"}``,
with absolute paths. A python program on standard input (`PROGRAM`) runs in a fork of this very
process, which has the modules of office programs loaded, instead of in a fresh interpreter. Where
it begins with one of the known sources, that part has been run already. Nothing but these sources,
which come at the start, is ever run in this process itself.
"""
