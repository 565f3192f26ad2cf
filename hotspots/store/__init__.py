"""Sealed releases: immutable, named by their digest, kept in SQLite or PostgreSQL.

This is all of the data that the web service can open, and it holds no inside word.
"""

from hotspots.store.entries import Announce, ReleaseEntry, StoredRelease
from hotspots.store.releases import ReleaseStore

__all__ = ["Announce", "ReleaseEntry", "ReleaseStore", "StoredRelease"]
