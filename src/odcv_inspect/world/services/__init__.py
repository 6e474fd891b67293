"""Programs of the company's systems that run INSIDE the sandbox.

Each module is self-contained (standard library only): `office.call` sends its source in with a
payload and runs `OPERATIONS[name](**arguments)`. None of them is ever a file inside.
"""
