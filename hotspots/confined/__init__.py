"""Hostile bytes are read by a process of their own, which has limits and gives back plain values.

A spreadsheet or a layer that somebody sent may be made to take all memory, to run for
ever, or to use a flaw of a parser. The process that opens it has none of our keys and
addresses in its environment, may write nothing, and ends with the file. What it gives back are
texts, numbers and dates in MessagePack, checked and counted as they come: never a
pickle, which can do whatever it likes to whoever opens it.
"""

from hotspots.confined.answers import Answers, Task, reading_apart
from hotspots.confined.limits import MEBIBYTE, Limits
from hotspots.confined.served import Served

__all__ = ["MEBIBYTE", "Answers", "Limits", "Served", "Task", "reading_apart"]
