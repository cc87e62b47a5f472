"""Moves work that is in flight from the table job to the table queue, in a SQLite file.

queue.py initialise | move [--dry-run] | validate, with the file in the variable DATABASE.
The last line says how it went; the exit code says the same.
"""

import json
import os
import sqlite3
import sys

MOVED = {"waiting": "queued", "in_flight": "queued"}
LEFT = {"done"}


def say(subject, state, message):
    print(json.dumps({"v": 1, "subject": subject, "state": state, "message": message}))


def initialise(database):
    database.execute(
        "CREATE TABLE IF NOT EXISTS queue (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL,"
        " status TEXT NOT NULL CHECK (status IN ('queued', 'claimed', 'done')), was TEXT NOT NULL, claimed_by TEXT)"
    )
    database.execute("CREATE INDEX IF NOT EXISTS queue_status ON queue (status, id)")
    return {"ok": True}


def move(database, dry_run):
    counts = database.execute("SELECT status, count(*) FROM job GROUP BY status ORDER BY status").fetchall()
    unknown = [status for status, _ in counts if status not in MOVED and status not in LEFT]
    for status, count in counts:
        becomes = MOVED.get(status, "left alone" if status in LEFT else "not known")
        say(f"jobs {status}", "Found", f"{count}, {becomes}")
    if unknown:
        return {"ok": False, "unknown": unknown}
    before = database.execute("SELECT count(*) FROM queue").fetchone()[0]
    for old, new in MOVED.items():
        database.execute(
            "INSERT INTO queue (id, kind, payload, status, was)"
            " SELECT id, kind, payload, ?, status FROM job WHERE status = ? AND id NOT IN (SELECT id FROM queue)",
            (new, old),
        )
    moved = database.execute("SELECT count(*) FROM queue").fetchone()[0] - before
    say("queue", "Found" if dry_run else "Applied", f"{moved} jobs{', rolled back' if dry_run else ''}")
    return {"ok": True, "moved": moved}


def validate(database):
    missing = database.execute(
        "SELECT count(*) FROM job WHERE status IN ('waiting', 'in_flight') AND id NOT IN (SELECT id FROM queue)"
    ).fetchone()[0]
    differing = database.execute(
        "SELECT count(*) FROM job JOIN queue USING (id) WHERE job.payload <> queue.payload OR job.kind <> queue.kind"
    ).fetchone()[0]
    return {"ok": missing == 0 and differing == 0, "missing": missing, "differing": differing}


def main(command, dry_run):
    database = sqlite3.connect(os.environ["DATABASE"], timeout=5, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    try:
        work = {"initialise": initialise, "move": lambda one: move(one, dry_run), "validate": validate}
        result = work[command](database)
        database.execute("COMMIT" if result["ok"] and not dry_run else "ROLLBACK")
    except BaseException:
        database.execute("ROLLBACK")
        raise
    print(json.dumps(result))
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--dry-run" in sys.argv[2:]))
