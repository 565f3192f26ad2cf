"""Where alembic runs: one environment for the migrations of every package."""
