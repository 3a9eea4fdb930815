"""Run by Alembic inside the transaction that ``migrate`` opened and commits."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
