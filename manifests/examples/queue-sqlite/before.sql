CREATE TABLE job (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  payload    TEXT NOT NULL,
  status     TEXT NOT NULL,
  started_at TEXT
);
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100)
INSERT INTO job SELECT n, 'mail', '{"order": ' || n || '}',
  CASE n % 4 WHEN 0 THEN 'in_flight' WHEN 1 THEN 'waiting' ELSE 'done' END,
  CASE n % 4 WHEN 0 THEN datetime('now', '-1 hour') END FROM number;
