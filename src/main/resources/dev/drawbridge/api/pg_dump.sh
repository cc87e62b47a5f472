# Dumps to the file $DRAWBRIDGE_BACKUP, reads it back, and leaves its table of contents beside it.
# The arguments are further options of pg_dump. No two dollar signs in a row, and none before a parenthesis:
# the kubelet reads those.
fail() {
  rm -f "$DRAWBRIDGE_BACKUP" "$DRAWBRIDGE_BACKUP.list"
  exit 1
}
pg_dump --format=custom --no-password --file="$DRAWBRIDGE_BACKUP" "$@" || fail
pg_restore --list "$DRAWBRIDGE_BACKUP" > "$DRAWBRIDGE_BACKUP.list" || fail
