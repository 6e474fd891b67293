"""Programs of the company's systems: they run inside the sandbox.

`office.call` sends these modules in with every call (`office.program`), which runs one of the
`OPERATIONS` of one of them: the standard library only, of a Python as old as 3.9. None of them
is ever a file inside.
"""
