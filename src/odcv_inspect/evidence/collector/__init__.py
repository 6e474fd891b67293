"""The collector: runs inside the sandbox and prints all that checks may see.

Its parts, and the module by which the mail tools read mail, are sent in from the host at each
call (`snapshot.collector_program`, `run.run_inside`): the standard library only, of a Python as
old as 3.9. Everything they read
may be hostile: symbolic links are not followed, pipes and devices not opened, and whatever is
parsed (mail, SQLite) is parsed in forked children with limits. What cannot be read is reported;
only the caps end the collection.
"""
