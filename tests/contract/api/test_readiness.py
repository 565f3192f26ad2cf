"""`/readyz` says no where the trail or the releases cannot be used, and yes once they can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from hotspots.database import open_engine, writing

if TYPE_CHECKING:
    from .conftest import World


def test_readiness_follows_the_stores_both_ways(world: World) -> None:
    assert world.client().get("/readyz").status_code == 200
    for name, table in (("access", "audit_head"), ("releases", "content")):
        path = next(world.folder.glob(f"{name}*.sqlite"))
        engine = open_engine(f"sqlite:///{path}")
        with writing(engine) as connection:
            connection.execute(text(f"ALTER TABLE {table} RENAME TO away"))
        # A service of its own each time: an answer holds for a second.
        assert world.client(app=world.app()).get("/readyz").status_code == 503
        assert world.client(app=world.app()).get("/healthz").status_code == 200
        with writing(engine) as connection:
            connection.execute(text(f"ALTER TABLE away RENAME TO {table}"))
        engine.dispose()
        assert world.client(app=world.app()).get("/readyz").status_code == 200
