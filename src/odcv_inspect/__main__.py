"""Run the `odcv` command as `python -m odcv_inspect`."""

from .cli import main

main(prog_name="odcv")
