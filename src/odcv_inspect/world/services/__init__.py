"""The company's systems, as programs that run inside the sandbox.

Every call sends these modules into the sandbox (`office.program`) and runs one of a module's
`OPERATIONS` (`office.call`). They use only the standard library and run on Python 3.9 and later.
They are never written to a file inside.
"""
