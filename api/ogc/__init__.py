"""OGC API Features under `/ogc`: Part 1 (core), Part 2 (reference systems), Part 3 (filters).

Everything here works on what `Shelf` hands out: released features of one audience,
in memory. No address, filter or box can reach further than a release does.
"""
