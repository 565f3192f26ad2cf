"""The co-ordinator's desk: a small web application for one machine, inside the wall.

It stands beside `api` and knows nothing of it, nor that of it. It may open the register and
run the pipeline, so it listens on this machine alone, has a sign-in of its own, and everything
that it does is done by the very functions that the command line calls.
"""
