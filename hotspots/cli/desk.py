"""`hotspots desk`: starts the co-ordinator's desk, a program of its own that knows the web.

The library knows no web framework; the desk knows both. So it is started, not imported.
"""

from __future__ import annotations

import signal
import subprocess
import sys

import click

_PROGRAM = (sys.executable, "-m", "desk")


@click.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def desk(arguments: tuple[str, ...]) -> None:
    """Open the co-ordinator's desk in the browser: the week's file, places, publishing."""
    if {"-h", "--help"} & set(arguments):
        click.echo(subprocess.check_output([*_PROGRAM, *arguments], text=True), nl=False)  # noqa: S603 - our own module, no shell
        return
    # Told to end, it ends its child: `finally` is run where the signal raises something.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    child = subprocess.Popen([*_PROGRAM, *arguments])  # noqa: S603 - our own module, no shell
    try:
        code = child.wait()
    except KeyboardInterrupt:
        code = 0  # somebody ended it, which is no fault
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
    sys.exit(code)
