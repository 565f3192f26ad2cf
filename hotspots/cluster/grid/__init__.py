"""DBSCAN on a grid of cells so small that all points of a cell are within reach of each other.

After Gunawan (2013) and de Berg, Gunawan and Roeloffzen (2017), for data in which very many
points are equal. `engine` puts the steps together; `docs/adr` says why they are as they are.
This package is imported by name in `hotspots.cluster.engines` only, for it needs numba.
"""
