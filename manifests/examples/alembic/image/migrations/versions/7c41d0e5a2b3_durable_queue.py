"""durable queue"""

import sqlalchemy as sa
from alembic import op

revision = "7c41d0e5a2b3"
down_revision = None

FUNCTIONS = {
    "publish(message text)": (
        "bigint",
        "INSERT INTO outbox (message) VALUES ($1) RETURNING id",
    ),
    "claim(worker text)": (
        "bigint",
        "UPDATE outbox SET claimed_by = $1 WHERE id = (SELECT id FROM outbox WHERE claimed_by IS NULL"
        " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
    ),
    "complete(event bigint, worker text)": (
        "bigint",
        "DELETE FROM outbox WHERE id = $1 AND claimed_by = $2 RETURNING id",
    ),
    "give_up(event bigint)": (
        "bigint",
        "WITH gone AS (DELETE FROM outbox WHERE id = $1 RETURNING id, message)"
        " INSERT INTO dead_letter SELECT id, message FROM gone RETURNING id",
    ),
}


def upgrade():
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("claimed_by", sa.Text),
    )
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message", sa.Text, nullable=False),
    )
    for signature, (result, body) in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {signature} RETURNS {result} LANGUAGE sql AS $${body}$$")


def downgrade():
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {signature}")
    op.drop_table("dead_letter")
    op.drop_table("outbox")
