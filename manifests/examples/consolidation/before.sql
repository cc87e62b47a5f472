CREATE TABLE content_item (
  id       bigint PRIMARY KEY,
  title    text   NOT NULL,
  priority int    NOT NULL DEFAULT 0
);
CREATE TABLE ingest_state (
  item_id    bigint      NOT NULL REFERENCES content_item,
  status     text        NOT NULL,
  attempts   int         NOT NULL DEFAULT 0,
  error      text,
  started_at timestamptz,
  ended_at   timestamptz
);
CREATE TABLE transcode_state (LIKE ingest_state INCLUDING ALL);
CREATE TABLE publish_state (LIKE ingest_state INCLUDING ALL);
CREATE TABLE work_queue (item_id bigint NOT NULL REFERENCES content_item, stage text NOT NULL);

INSERT INTO content_item (id, title) SELECT id, 'item ' || id FROM generate_series(1, 1000) AS id;
INSERT INTO ingest_state SELECT id, 'done', 1, NULL, now() - interval '2 h', now() - interval '1 h' FROM content_item;
INSERT INTO transcode_state SELECT id, CASE WHEN id % 10 = 0 THEN 'failed' ELSE 'done' END, 2, CASE WHEN id % 10 = 0 THEN 'no such codec' END, now(), now() FROM content_item WHERE id <= 900;
INSERT INTO publish_state SELECT id, 'running', 1, NULL, now(), NULL FROM content_item WHERE id <= 500 AND id % 10 <> 0;
INSERT INTO work_queue SELECT item_id, 'publish' FROM publish_state;
