"""Run by alembic, on the connection and inside the transaction of `hotspots.database.upgrade`.

It sets up no logging: whoever runs the program decides on that.
"""

from alembic import context

_given = context.config.attributes
context.configure(
    connection=_given["connection"],
    version_table=_given["version_table"],
    transactional_ddl=True,  # alembic's default for SQLite is to keep half a failed migration
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
