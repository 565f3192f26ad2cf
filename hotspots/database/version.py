"""Whether anybody wrote to a SQLite database meanwhile, in microseconds."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from hotspots.database.fault import faults_in_words

if TYPE_CHECKING:
    from sqlalchemy import Engine, PoolProxiedConnection


class DataVersion:
    """A number that is another after every commit to the file, whoever made it.

    SQLite tells a connection about the commits of others alone
    (https://www.sqlite.org/pragma.html#pragma_data_version), so this one is kept for
    nothing else and never writes. Safe to share among threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._connection: PoolProxiedConnection | None = None

    def now(self) -> int:
        """The number at this moment; it tells nothing but that it changed.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._lock, faults_in_words(self._engine):
            if self._connection is None:
                self._connection = self._engine.raw_connection()
            cursor = self._connection.cursor()
            try:
                cursor.execute("PRAGMA data_version")
                # All of it: a statement that is not at its end holds an old snapshot.
                ((number,),) = cursor.fetchall()
            finally:
                cursor.close()
        return int(number)

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
