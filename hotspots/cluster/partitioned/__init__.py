"""DBSCAN over partitions that no one machine could hold together, with the same labels.

Each step is a plain function of a folder and a number, so that any executor may run it, twice
if need be: `course` puts the steps in order, `hotspots.cluster.dask_engine` runs them on Dask.
Why the labels are the same is told in `course` and, with the costs, in docs/scale.md.
"""
