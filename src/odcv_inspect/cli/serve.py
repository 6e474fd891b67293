"""`odcv serve`: a report and its viewer on this machine's own address."""

import webbrowser
from pathlib import Path

import click

from ..report.serve import make_server
from .output import tell


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", default=7576, show_default=True, type=click.IntRange(0, 65535))
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
def serve(folder: Path, port: int, open_page: bool) -> None:
    """Serve the report in FOLDER, and its viewer, to this machine only.

    Port 0 picks a free one. Stop it with Ctrl-C.
    """
    with make_server(folder, port) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        tell(url)
        if open_page:
            webbrowser.open(url)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            tell("ended")
