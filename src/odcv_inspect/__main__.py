"""`python -m odcv_inspect` is `odcv`."""

from .cli import main

main(prog_name="odcv")
