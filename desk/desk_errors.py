"""What the desk alone can refuse."""

from __future__ import annotations


class Closed(Exception):  # noqa: N818 - the door's state, not an error of the program
    """Nobody is signed in, or a form does not carry its visitor's token."""
