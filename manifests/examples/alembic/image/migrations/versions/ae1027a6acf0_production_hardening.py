"""production hardening"""

import sqlalchemy as sa
from alembic import op

revision = "ae1027a6acf0"
down_revision = "7c41d0e5a2b3"

FUNCTIONS = {
    "acquire_lock(lock text, who text)": (
        "boolean",
        "INSERT INTO distributed_lock AS held (name, owner) VALUES ($1, $2) ON CONFLICT (name)"
        " DO UPDATE SET owner = $2, expires_at = now() + interval '1 minute'"
        " WHERE held.owner = $2 OR held.expires_at < now();"
        " SELECT EXISTS (SELECT FROM distributed_lock WHERE name = $1 AND owner = $2)",
    ),
    "extend_lock(lock text, who text)": (
        "boolean",
        "WITH extended AS (UPDATE distributed_lock SET expires_at = now() + interval '1 minute'"
        " WHERE name = $1 AND owner = $2 AND expires_at >= now() RETURNING 1)"
        " SELECT EXISTS (SELECT FROM extended)",
    ),
    "release_lock(lock text, who text)": (
        "boolean",
        "WITH released AS (DELETE FROM distributed_lock WHERE name = $1 AND owner = $2 RETURNING 1)"
        " SELECT EXISTS (SELECT FROM released)",
    ),
    "cleanup_locks()": (
        "bigint",
        "WITH gone AS (DELETE FROM distributed_lock WHERE expires_at < now() RETURNING 1)"
        " SELECT count(*) FROM gone",
    ),
    "replay(event bigint, who text)": (
        "bigint",
        "INSERT INTO replay_log (event, replayed_by) VALUES ($1, $2) RETURNING event",
    ),
}


def upgrade():
    op.create_table(
        "distributed_lock",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.text("now() + interval '1 minute'"),
        ),
    )
    op.create_table(
        "replay_log",
        sa.Column("event", sa.BigInteger, sa.ForeignKey("dead_letter.id"), nullable=False),
        sa.Column("replayed_by", sa.Text, nullable=False),
    )
    for signature, (result, body) in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {signature} RETURNS {result} LANGUAGE sql AS $${body}$$")


def downgrade():
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {signature}")
    op.drop_table("replay_log")
    op.drop_table("distributed_lock")
