"""The collector: runs inside the sandbox and prints everything that checks may see.

The host sends its modules, and the mail tools' parser, into the sandbox at each call
(`snapshot.collector_program`, `run.run_inside`). They use only the standard library and run on
Python 3.9. All their input may be hostile: they do not follow symbolic links or open pipes and
devices, and they parse everything (mail, SQLite) in forked children with limits. They report what
cannot be read; only the caps end the collection.
"""
